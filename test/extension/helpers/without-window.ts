// To be imported first: snabbdom asks the window for something before anything is drawn.
Object.assign(globalThis, { window: {} });
