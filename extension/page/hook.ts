// Runs in every frame of a watched site before the page's first script.
import { record } from './record.ts';

record(window, true);
