import { statesIn } from './states.ts';

statesIn('firefox');
