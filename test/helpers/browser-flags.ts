/** Fake devices, with as many pictures a second as prove something, and nothing that calls home. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  // What drops down from the address bar is a page that is drawn all the time, seen or not (Chromium 156): more
  // processor time than a call takes.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
  '--use-fake-device-for-media-stream=fps=10',
];

export const FIREFOX_PREFS: Readonly<Record<string, unknown>> = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.pagethumbnails.capturing_disabled': true,
  'dom.ipc.processPrelaunch.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  // OpenH264 is fetched from the network on first use; VP8 is built in.
  'layout.frame_rate': 15,
  'media.gmp-manager.updateEnabled': false,
  'media.navigator.streams.fake': true,
  'media.navigator.video.default_fps': 10,
  'media.peerconnection.ice.loopback': true,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
};
