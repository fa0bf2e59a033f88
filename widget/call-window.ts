import { documentPip } from './picture-in-picture.ts';
import type { CallSnapshot } from './snapshot.ts';

const STYLES = `
  body { margin: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(45%, 1fr)); gap: 4px; height: 100vh;
    background: #121419; color: #fff; font: 14px system-ui, sans-serif; }
  figure { position: relative; display: grid; place-items: center; margin: 0; min-height: 0; background: #252932; overflow: hidden; }
  video { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
  figcaption { position: absolute; bottom: 4px; inset-inline-start: 6px; padding: 1px 8px; border-radius: 9px; background: #101319b8; }
`;

/** Everyone's picture in a small window of its own. Silent: the sound goes on in the page. */
export class CallWindow {
  readonly #window: Window & typeof globalThis;

  /** Call it in a click's own task. */
  static async open(closed: () => void): Promise<CallWindow> {
    const pip = documentPip();
    if (!pip) throw new DOMException('There is no Document Picture-in-Picture', 'NotSupportedError');
    return new CallWindow(await pip.requestWindow({ width: 420, height: 280 }), closed);
  }

  private constructor(opened: Window & typeof globalThis, closed: () => void) {
    this.#window = opened;
    const sheet = new opened.CSSStyleSheet();
    sheet.replaceSync(STYLES);
    opened.document.adoptedStyleSheets = [sheet];
    opened.addEventListener('pagehide', closed, { once: true });
  }

  close(): void {
    this.#window.close();
  }

  show({ participants }: CallSnapshot, lang: string): void {
    const { document } = this.#window;
    document.documentElement.lang = lang;
    const known = new Map(
      [...document.body.children].map((figure) => [(figure as HTMLElement).dataset.peer, figure]),
    );
    const figures = participants.map(({ id, name, stream, screen, isLocal }) => {
      const figure = known.get(id) ?? this.#figure(id);
      const video = figure.querySelector('video');
      const caption = figure.querySelector('figcaption');
      const source = isLocal ? stream : (screen ?? stream);
      if (video && video.srcObject !== source) video.srcObject = source;
      // The picture alone may play without a click.
      if (video?.paused && source?.active) void video.play().catch(() => undefined);
      if (caption && caption.textContent !== name) caption.textContent = name;
      return figure;
    });
    if (
      figures.some((figure, index) => document.body.children[index] !== figure) ||
      figures.length !== known.size
    )
      document.body.replaceChildren(...figures);
  }

  #figure(id: string): HTMLElement {
    const { document } = this.#window;
    const figure = document.createElement('figure');
    figure.dataset.peer = id;
    const video = document.createElement('video');
    video.muted = video.autoplay = video.playsInline = true;
    figure.append(video, document.createElement('figcaption'));
    return figure;
  }
}
