import { tokensIn } from './tokens.ts';

tokensIn('firefox');
