import { statesIn } from './states.ts';

statesIn('chromium');
