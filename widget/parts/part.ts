import type { PropertyDeclarations } from 'lit';
import { LitElement } from 'lit';
import type { Translator } from '../../core/locales/translate.ts';

/** What the parts ask of the element. They change nothing themselves. */
export interface Requests {
  'request-join': { readonly displayName: string | null };
  'request-leave': null;
  'request-device': { readonly kind: 'microphone' | 'camera'; readonly on: boolean };
  'request-playback': null;
  'request-dismiss': { readonly id: string };
}

/** A part renders what it is given and asks by events that do not leave the element. */
export abstract class Part extends LitElement {
  static override properties: PropertyDeclarations = { words: { attribute: false } };
  declare words: Translator;

  protected request<K extends keyof Requests>(type: K, detail: Requests[K]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
