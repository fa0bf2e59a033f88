import { faultsIn } from './faults.ts';

faultsIn('firefox');
