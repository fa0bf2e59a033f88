import { callBetween } from './scenario.ts';

const ours = { engine: 'ours', browser: 'chromium' } as const;
const theirs = { engine: 'theirs', browser: 'chromium' } as const;

callBetween({ first: theirs, second: theirs, polite: 'first' });
callBetween({ first: ours, second: theirs, polite: 'first' });
callBetween({ first: ours, second: theirs, polite: 'second' });
callBetween({ first: theirs, second: ours, polite: 'first' });
callBetween({ first: theirs, second: ours, polite: 'second' });
callBetween({ first: ours, second: ours, polite: 'first' });
