import type { BrowserName } from '../../helpers/find-browser.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { chromiumBench } from './chromium-bench.ts';
import { firefoxBench } from './firefox-bench.ts';

export const startBench = (name: BrowserName, options: BenchOptions = {}): Promise<Bench> =>
  name === 'chromium' ? chromiumBench(options) : firefoxBench(options);
