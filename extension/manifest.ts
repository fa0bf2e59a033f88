export type Target = 'chrome' | 'firefox';

export const GECKO_ID = 'call-doctor@metered-call.example';

const ICONS = { 16: 'icons/16.png', 32: 'icons/32.png', 48: 'icons/48.png', 128: 'icons/128.png' };

/** Pages of the extension load nothing from elsewhere and can send nothing anywhere. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'";

/** What both browsers are told alike. */
function shared(version: string): object {
  return {
    manifest_version: 3,
    name: 'Call Doctor',
    description:
      'Says why a video call in this page does not work: what is wrong, the proof, and what to do.',
    version,
    icons: ICONS,
    action: { default_popup: 'popup.html', default_title: 'Call Doctor', default_icon: ICONS },
    options_ui: { page: 'options.html', open_in_tab: true },
    devtools_page: 'devtools.html',
    permissions: ['activeTab', 'scripting', 'storage'],
    optional_host_permissions: ['http://*/*', 'https://*/*'],
    content_security_policy: { extension_pages: POLICY },
    browser_specific_settings: {
      gecko: {
        id: GECKO_ID,
        strict_min_version: '142.0',
        data_collection_permissions: { required: ['none'] },
      },
    },
  };
}

const own: Readonly<Record<Target, object>> = {
  // Chrome runs the worker and passes over the rest. The scripts, and that they would do as well, are what Mozilla's linter wants
  // beside a worker.
  chrome: {
    background: {
      service_worker: 'background.js',
      scripts: ['background.js'],
      preferred_environment: ['service_worker', 'document'],
    },
    minimum_chrome_version: '123',
  },
  firefox: {
    background: { scripts: ['background.js'] },
    // There the panel is a permission of its own, which nobody has to give.
    optional_permissions: ['devtools'],
  },
};

/** The manifest of one browser's build. */
export function manifestFor(target: Target, version: string): object {
  return { ...shared(version), ...own[target] };
}
