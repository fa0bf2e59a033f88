import { tokensIn } from './tokens.ts';

tokensIn('chromium');
