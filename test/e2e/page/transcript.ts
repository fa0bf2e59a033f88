// Runs in the page before its own scripts, and keeps whatever they say.

export interface Transcript {
  /** Everything said on the console, thrown, rejected or recorded, as text. */
  readonly lines: string[];
  /** Every description that a connection of this page was given or made. */
  readonly descriptions: string[];
  record(what: string, value: unknown): void;
  /** The document, shadow roots included, and the values of its fields. */
  dom(): string;
}

declare global {
  interface Window {
    readonly transcript: Transcript;
  }
}

/** All that can be read out of a value without calling it. */
function text(value: unknown, seen = new Set<unknown>()): string {
  if (value instanceof Error) {
    if (seen.has(value)) return '';
    seen.add(value);
    const own = Object.getOwnPropertyNames(value).map((name) =>
      text((value as unknown as Record<string, unknown>)[name], seen),
    );
    return [value.name, value.message, value.stack, text(value.cause, seen), ...own].join(' ');
  }
  if (typeof value !== 'object' || value === null) return String(value);
  if (seen.has(value)) return '';
  seen.add(value);
  let json: string;
  try {
    json = JSON.stringify(value) ?? '';
  } catch {
    json = '[circular]';
  }
  const errors = Object.values(value).filter((inner) => inner instanceof Error || Array.isArray(inner));
  return [json, ...errors.map((inner) => text(inner, seen))].join(' ');
}

const lines: string[] = [];
const descriptions: string[] = [];

for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
  const original = console[level].bind(console);
  console[level] = (...given: unknown[]) => {
    lines.push(`console.${level} ${given.map((value) => text(value)).join(' ')}`);
    original(...given);
  };
}
addEventListener('error', (ev) => lines.push(`error ${ev.message} ${text(ev.error)}`));
addEventListener('unhandledrejection', (ev) => lines.push(`unhandled ${text(ev.reason)}`));

const Native = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Native {
  override async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
    await super.setLocalDescription(description);
    descriptions.push(this.localDescription?.sdp ?? '');
  }

  override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    descriptions.push(description.sdp ?? '');
    return super.setRemoteDescription(description);
  }
};

function markup(root: Document | ShadowRoot): string {
  const own = root instanceof Document ? root.documentElement.outerHTML : root.innerHTML;
  const inner = [...root.querySelectorAll('*')].map((element) => {
    const value = 'value' in element ? String(element.value) : '';
    return value + (element.shadowRoot ? markup(element.shadowRoot) : '');
  });
  return own + inner.join('');
}

const transcript: Transcript = {
  lines,
  descriptions,
  record: (what, value) => lines.push(`${what} ${text(value)}`),
  dom: () => markup(document),
};
Object.defineProperty(window, 'transcript', { value: transcript });
