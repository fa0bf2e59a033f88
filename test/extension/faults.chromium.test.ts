import { faultsIn } from './faults.ts';

faultsIn('chromium');
