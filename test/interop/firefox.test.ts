import { callBetween } from './scenario.ts';

callBetween({
  first: { engine: 'ours', browser: 'chromium' },
  second: { engine: 'theirs', browser: 'firefox' },
  polite: 'first',
});
callBetween({
  first: { engine: 'theirs', browser: 'chromium' },
  second: { engine: 'ours', browser: 'firefox' },
  polite: 'first',
});
callBetween({
  first: { engine: 'ours', browser: 'firefox' },
  second: { engine: 'ours', browser: 'chromium' },
  polite: 'first',
});
