/** To be imported first: what webextension-polyfill wants to find, so that parts of the extension run without one. */
export const extension = {
  runtime: {
    id: 'call-doctor',
    sendMessage: (_: unknown): Promise<unknown> => Promise.resolve(),
  },
  action: {
    setBadgeText: (_: { readonly text: string }): Promise<void> => Promise.resolve(),
    setBadgeBackgroundColor: (): Promise<void> => Promise.resolve(),
  },
  tabs: {
    sendMessage: (
      _tab: number,
      _message: unknown,
      _options: { readonly frameId: number },
    ): Promise<unknown> => Promise.resolve(),
  },
};

Object.assign(globalThis, { chrome: extension, browser: extension });
