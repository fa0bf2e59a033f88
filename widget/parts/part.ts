import type { PropertyDeclarations, PropertyValues } from 'lit';
import { LitElement } from 'lit';
import type { Translator } from '../../core/locales/translate.ts';
import type { DeviceKind } from '../../core/media/devices.ts';
import type { Layout, PanelName } from '../attributes.ts';
import type { Action } from '../shortcuts.ts';
import type { Processing } from '../snapshot.ts';
import { watchFocus } from '../watch-focus.ts';

/** What the parts ask of the element. They change nothing themselves. */
export interface Requests {
  join: { readonly displayName: string | null };
  leave: null;
  device: { readonly kind: 'microphone' | 'camera'; readonly on: boolean };
  'other-device': 'microphone' | 'camera';
  /** Once more the device that failed. */
  reopen: 'microphone' | 'camera';
  select: { readonly kind: DeviceKind; readonly deviceId: string };
  processing: { readonly name: Processing; readonly on: boolean };
  screen: boolean;
  playback: null;
  dismiss: { readonly id: string };
  /** Opens that panel, or closes it; null closes whichever is open. */
  panel: PanelName | null;
  pin: string | null;
  layout: Layout;
  fullscreen: null;
  /** A peer's picture, or (null) the call's. */
  pip: string | null;
  stats: boolean;
  message: string;
  /** What is written so far. */
  draft: string;
  file: File;
  'file-answer': { readonly id: string; readonly accept: boolean };
  video: {
    readonly id: string;
    readonly screen: boolean;
    readonly width: number;
    readonly height: number;
    readonly visible: boolean;
  };
  /** That element shows that peer. */
  element: { readonly element: HTMLMediaElement; readonly id: string };
  shortcuts: boolean;
  shortcut: { readonly action: Action; readonly key: string };
  report: null;
  /** Asks that peer for the report of their side. */
  'report-ask': string;
  /** Whether this side's is given to whoever asks. */
  'report-answer': boolean;
  /** What had the focus has gone, and nothing near it takes it. */
  'focus-lost': null;
}

export type RequestEvent = CustomEvent<
  { [K in keyof Requests]: { readonly type: K; readonly detail: Requests[K] } }[keyof Requests]
>;

/** A part renders what it is given and asks by an event that does not leave the element. */
export abstract class Part extends LitElement {
  static override properties: PropertyDeclarations = { words: { attribute: false } };
  declare words: Translator;

  /** Moved in the document it takes up again what it let go of on its way out. */
  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override update(changed: PropertyValues): void {
    const isLost = watchFocus(this.renderRoot as ShadowRoot);
    super.update(changed);
    if (isLost()) this.request('focus-lost', null);
  }

  protected request<K extends keyof Requests>(type: K, detail: Requests[K]): void {
    const options = { detail: { type, detail }, bubbles: true, composed: true };
    this.dispatchEvent(new CustomEvent('metered-call-request', options));
  }
}
