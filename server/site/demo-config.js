/** This server's own address for signalling. */
export const server = location.origin.replace(/^http/, 'ws');

/** The publishable key that this server lends to its demo, or null if it has none. */
export async function demoKey() {
  try {
    const response = await fetch('/demo/config.json');
    const { apiKey } = await response.json();
    return typeof apiKey === 'string' ? apiKey : null;
  } catch {
    return null;
  }
}
