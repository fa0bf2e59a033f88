import { callBetween } from './scenario.ts';

const theirs = { engine: 'theirs', browser: 'chromium' } as const;

callBetween({ first: theirs, second: { ...theirs }, polite: 'first', twoNodes: true });
callBetween({
  first: { engine: 'ours', browser: 'chromium' },
  second: theirs,
  polite: 'second',
  twoNodes: true,
});
