/** Parts that are not needed to begin: fetched when one is first shown. */
const LOADERS = {
  'metered-call-panel': async () => (await import('./parts/panel.ts')).CallPanel,
  'metered-call-chat': async () => (await import('./parts/chat.ts')).CallChat,
  'metered-call-roster': async () => (await import('./parts/roster.ts')).CallRoster,
  'metered-call-devices': async () => (await import('./parts/devices.ts')).CallDevices,
  'metered-call-options': async () => (await import('./parts/options.ts')).CallOptions,
  'metered-call-report': async () => (await import('./parts/report.ts')).CallReport,
  'metered-call-stats': async () => (await import('./parts/stats.ts')).CallStats,
} as const;

export type LazyPart = keyof typeof LOADERS;

const loading = new Map<LazyPart, Promise<void>>();

/** Registers the tag; what stands in the page under it comes to life then. A failure is tried anew next time. */
export function loadPart(tag: LazyPart): Promise<void> {
  const known = loading.get(tag);
  if (known) return known;
  const work = LOADERS[tag]().then((part) => {
    if (!customElements.get(tag)) customElements.define(tag, part);
  });
  loading.set(tag, work);
  work.catch(() => loading.delete(tag));
  return work;
}
