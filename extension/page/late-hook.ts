// Runs in a page that is there already: what it did before stays unknown.
import { record } from './record.ts';

record(window, false);
