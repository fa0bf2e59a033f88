// Run through `npm test -- --only browser`, which bundles the tests first and loads this under tsx.
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { browserPath } from './test/helpers/find-browser.ts';
import { newFirefoxProfile } from './test/helpers/firefox-profile.ts';
import { CHROMIUM_ARGS, FIREFOX_PREFS } from './test/helpers/browser-flags.ts';

export default {
  rootDir: '.cache/browser-tests',
  concurrency: 1,
  browsers: [
    puppeteerLauncher({
      launchOptions: {
        executablePath: browserPath('chromium'),
        headless: true,
        args: [...CHROMIUM_ARGS, '--use-fake-ui-for-media-stream'],
      },
    }),
    puppeteerLauncher({
      launchOptions: {
        browser: 'firefox',
        // With this run's other temporary files it goes.
        userDataDir: await newFirefoxProfile(),
        executablePath: browserPath('firefox'),
        headless: true,
        extraPrefsFirefox: { ...FIREFOX_PREFS, 'media.navigator.permission.disabled': true },
      },
    }),
  ],
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  testFramework: { config: { timeout: 20_000 } },
};
