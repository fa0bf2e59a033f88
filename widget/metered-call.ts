import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, LitElement } from 'lit';
import type { Logger, MeteredPeerOptions, TokenProvider } from '../core/index.ts';
import type { MeteredPeer } from '../core/index.ts';
import type { Translator } from '../core/locales/translate.ts';
import type { DeviceKind } from '../core/media/devices.ts';
import { alarm, announce, Announcer } from './announce.ts';
import type { Control, PanelName } from './attributes.ts';
import { LAYOUTS, LOBBIES, oneOf, parseControls, THEMES } from './attributes.ts';
import type { CallHost } from './call-controller.ts';
import { CallController } from './call-controller.ts';
import type { CallState } from './call-states.ts';
import { loadEngine } from './engine.ts';
import type { CallWindow } from './call-window.ts';
import type { CallEventDetails } from './events.ts';
import { CANCELABLE } from './events.ts';
import type { Finding } from './finding.ts';
import { CallError } from './failures.ts';
import { FocusKeeper } from './focus-keeper.ts';
import { handleRequest } from './handle-request.ts';
import type { RequestTarget } from './handle-request.ts';
import { languageFor, tagOf, wordsFor } from './language.ts';
import { panelFocus } from './panel-focus.ts';
import type { CallGrid } from './parts/grid.ts';
import type { RequestEvent } from './parts/part.ts';
import { canPipVideo, documentPip, pictureKey } from './picture-in-picture.ts';
import { saveFile } from './save-file.ts';
import type { CallSettings } from './setup.ts';
import { actionsBeside } from './shortcuts.ts';
import { shortcutRequest } from './shortcut-request.ts';
import { INITIAL } from './snapshot.ts';
import type { CallSnapshot, Participant } from './snapshot.ts';
import { base } from './styles/base.ts';
import { elementStyles } from './styles/element.ts';
import { theme } from './styles/theme.ts';
import { Ui } from './ui.ts';
import type { ViewModel } from './views.ts';
import { available, view, viewOf } from './views.ts';
import { isWorthRetry } from './worth-retry.ts';

const instances = Symbol.for('metered-call.instances');
type Registry = { [instances]?: Set<MeteredCall> };

/**
 * @summary A video call in one line: lobby, tiles, controls, and plain words when something is wrong.
 *
 * @tag metered-call
 *
 * @attr {string} room - The channel to join.
 * @attr {string} api-key - A publishable key (`pk_live_…`). Secret keys are refused.
 * @attr {string} token-url - Answers `POST {room, displayName}` with `{token}`; same origin's cookies.
 * @attr {string} server - The call server's origin; `wss://rms.metered.ca` if absent.
 * @attr {string} display-name - Your name, also the lobby's first value.
 * @attr {'on'|'off'} lobby - `off` waits for `join()`.
 * @attr {boolean} autojoin - Joins as soon as it is in the document; without devices as a viewer.
 * @attr {'auto'|'grid'|'spotlight'} layout - How tiles are arranged.
 * @attr {'auto'|'light'|'dark'} theme - `auto` follows the system.
 * @attr {string} controls - Which controls are shown, of `microphone camera screen chat people layout pip devices report leave`; all if absent.
 * @attr {string} lang - The language of the element; else that of the nearest ancestor with one.
 * @attr {string} locale-base - Where the language files are, if not beside the script.
 *
 * @slot header - Above everything.
 * @slot lobby-intro - In the lobby, above the name.
 * @slot empty - Shown while nobody else is in the call.
 * @slot controls-start - Before the call's controls.
 * @slot controls-end - After the call's controls.
 * @slot ended - On the screen after the call.
 *
 * @fires {CustomEvent} call-before-join - Cancelable.
 * @fires {CustomEvent} call-before-leave - Cancelable.
 * @fires {CustomEvent<{peerId: string | null, room: string | null, participants: Participant[]}>} call-joined - In the room.
 * @fires {CustomEvent<{reason: string}>} call-left - Out of the room again: `left`, `removed` (from the document), `pagehide`, or a finding's code.
 * @fires {CustomEvent<{from: CallState, to: CallState}>} call-state-change - `state` has changed.
 * @fires {CustomEvent<{code: string, finding: Finding}>} call-error - Something failed; switch on `code`.
 * @fires {CustomEvent<{participant: Participant}>} participant-joined - Somebody came.
 * @fires {CustomEvent<{participant: Participant}>} participant-left - Somebody went.
 * @fires {CustomEvent<ChatMessage>} call-message - Somebody wrote or sent something.
 * @fires {CustomEvent<{findings: Finding[]}>} call-diagnosis - `findings` has something new.
 *
 * @csspart lobby - The screen before the call.
 * @csspart tile - One participant; with `speaking` while they are heard.
 * @csspart name - The name on a tile.
 * @csspart chat - The chat beside the tiles.
 * @csspart roster - The list of participants.
 * @csspart devices - The choice of devices in the call.
 * @csspart layout - The choice of layout, with figures and shortcuts.
 * @csspart report - Findings, and the report of one side or of both.
 * @csspart controls - The bar of controls.
 * @csspart button - Every button.
 * @csspart card - The screen after the call or a failure, and what a tile says of its own trouble.
 * @csspart banner - A notice above the tiles.
 *
 * @cssprop --metered-call-accent - Main buttons.
 * @cssprop --metered-call-on-accent - Text on them.
 * @cssprop --metered-call-danger - The leave button.
 * @cssprop --metered-call-on-danger - Text on it.
 * @cssprop --metered-call-surface - Behind everything.
 * @cssprop --metered-call-card - Behind cards, fields and the control bar.
 * @cssprop --metered-call-tile - Behind a tile without a picture, and plain buttons.
 * @cssprop --metered-call-text - Text.
 * @cssprop --metered-call-muted-text - Secondary text.
 * @cssprop --metered-call-line - Hairlines.
 * @cssprop --metered-call-focus - The focus ring.
 * @cssprop --metered-call-speaking - The ring of who speaks.
 * @cssprop --metered-call-radius - Corners; 16px.
 * @cssprop --metered-call-gap - Between tiles; 12px.
 * @cssprop --metered-call-control-size - Height of buttons; 48px.
 * @cssprop --metered-call-font - Font family.
 * @cssprop --metered-call-ratio - Width to height where the page sets no height; 16 / 9.
 * @cssprop --metered-call-max-height - 100svh.
 * @cssprop --metered-call-object-fit - How a picture fills its tile; cover.
 */
export class MeteredCall extends LitElement implements CallHost {
  static override styles = [theme, base, elementStyles];

  static override properties: PropertyDeclarations = {
    room: { reflect: true },
    apiKey: { attribute: 'api-key' },
    tokenUrl: { attribute: 'token-url' },
    tokenProvider: { attribute: false },
    server: {},
    displayName: { attribute: 'display-name' },
    lobby: { reflect: true, useDefault: true },
    autojoin: { type: Boolean, reflect: true },
    layout: { reflect: true, useDefault: true },
    theme: { reflect: true, useDefault: true },
    controls: {},
    localeBase: { attribute: 'locale-base' },
    logger: { attribute: false },
  };

  declare room: string;
  declare apiKey: string;
  declare tokenUrl: string;
  /**
   * Returns a token each time one is needed. Used before `tokenUrl` and `apiKey`. Another function counts from the next
   * join, so that a new one at every rendering does no harm; after a failure the first one there is has the call begin again.
   */
  declare tokenProvider: TokenProvider | null;
  declare server: string;
  declare displayName: string;
  declare localeBase: string;
  declare autojoin: boolean;
  declare logger: Logger | null;

  #lobby: (typeof LOBBIES)[number] = 'on';
  #theme: (typeof THEMES)[number] = 'auto';
  #layout: (typeof LAYOUTS)[number] = 'auto';
  #controls: readonly Control[] = parseControls('');
  #words = wordsFor('en', '') as Translator;
  #language = 'en';
  readonly #call: CallController;
  readonly #target: RequestTarget;
  readonly #ui = new Ui(() => this.#rerender());
  readonly #announcer = new Announcer(() => this.requestUpdate());
  readonly #alarm = new Announcer(() => this.requestUpdate());
  readonly #rootLanguage = new MutationObserver(() => this.#speak());
  #pip: CallWindow | null = null;
  #rendered: CallSnapshot = INITIAL;
  #begun = false;

  constructor() {
    super();
    this.room = this.apiKey = this.tokenUrl = this.server = this.displayName = this.localeBase = '';
    this.tokenProvider = this.logger = null;
    this.autojoin = false;
    this.#call = new CallController(this);
    new FocusKeeper(this, () => this.#ui.panel);
    this.#target = {
      call: this.#call,
      ui: this.#ui,
      rename: (name) => (this.displayName = name),
      join: () => this.join(),
      leave: () => this.leave(),
      setLayout: (layout) => (this.layout = layout),
      openPanel: (panel) => this.#openPanel(panel),
      toggleFullscreen: () => this.#toggleFullscreen(),
      requestPictureInPicture: (peerId) => this.requestPictureInPicture(peerId),
      saveReport: async () => saveFile(await this.exportReport(), 'call-report.json'),
      focusView: () => this.renderRoot.querySelector<HTMLElement>('[data-focus]')?.focus(),
      say: (key) => this.#announcer.say(this.#words.t(key)),
      tell: (key) => {
        this.#announcer.say(this.#words.t(key));
        this.#ui.tell(key);
      },
    };
  }

  get lobby(): (typeof LOBBIES)[number] {
    return this.#lobby;
  }
  set lobby(value: (typeof LOBBIES)[number]) {
    this.#lobby = oneOf('lobby', value, LOBBIES);
  }

  get theme(): (typeof THEMES)[number] {
    return this.#theme;
  }
  set theme(value: (typeof THEMES)[number]) {
    this.#theme = oneOf('theme', value, THEMES);
  }

  get layout(): (typeof LAYOUTS)[number] {
    return this.#layout;
  }
  set layout(value: (typeof LAYOUTS)[number]) {
    this.#layout = oneOf('layout', value, LAYOUTS);
  }

  get controls(): string {
    return this.#controls.join(' ');
  }
  set controls(value: string) {
    this.#controls = parseControls(value);
  }

  /** The engine of the call under way, or null. */
  get peer(): MeteredPeer | null {
    return this.#call.snapshot.peer;
  }
  /** Everyone in the call; you come first. */
  get participants(): readonly Participant[] {
    return this.#call.snapshot.participants;
  }
  /** What is wrong right now. */
  get findings(): readonly Finding[] {
    return this.#call.snapshot.findings;
  }
  get state(): CallState {
    return this.#call.snapshot.state;
  }

  /** Resolves once in the room; rejects with a CallError. While in the call, the same promise. */
  join(): Promise<void> {
    return this.#call.join();
  }
  leave(): Promise<void> {
    return this.#call.leave('left');
  }
  /** Outside lobby and call nothing is opened: it counts from the next lobby or call. */
  setMicrophone(on: boolean): Promise<void> {
    return this.#call.setDevice('microphone', on);
  }
  /** As `setMicrophone()`. */
  setCamera(on: boolean): Promise<void> {
    return this.#call.setDevice('camera', on);
  }

  /** Call it in a click's own task. Rejects with a CallError. */
  startScreenShare(): Promise<void> {
    return this.#call.startScreenShare();
  }
  stopScreenShare(): Promise<void> {
    this.#call.own.screen.stop();
    return Promise.resolve();
  }
  /** Resolves once it is on its way to everyone who can read it. */
  sendMessage(text: string): Promise<void> {
    return this.#call.chat.send(text);
  }
  /** Uses another device, at once where one of that kind is on, and remembers it on this site. Of several in a row the last one holds. */
  selectDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    return this.#call.selectDevice(kind, deviceId);
  }
  /** What is wrong, found out now. */
  diagnose(): Promise<readonly Finding[]> {
    return this.#call.diagnose();
  }
  /** What happened in this call, without names, keys, addresses and messages: JSON. */
  exportReport(): Promise<Blob> {
    return this.#call.report();
  }
  /**
   * Somebody's picture in a window of its own, or the whole call's; in a frame, where browsers open no window for a
   * whole call, the picture of who speaks. Call it in a click's own task.
   */
  async requestPictureInPicture(peerId?: string): Promise<void> {
    if (viewOf(this.state) !== 'call') throw new CallError('not-in-call');
    if (peerId === undefined && this.#pip) return this.#pip.close();
    if (peerId === undefined && documentPip() && (await this.#openWindow())) return;
    const key = pictureKey(this.#rendered, peerId);
    const grid = this.renderRoot.querySelector<CallGrid>('metered-call-grid');
    const video = key === null ? null : grid?.videoOf(key);
    if (!canPipVideo() || !video) throw new CallError('pip-unavailable');
    await video.requestPictureInPicture().catch((error: unknown) => {
      throw new CallError('pip-unavailable', error);
    });
  }

  /** @internal */
  get settings(): CallSettings {
    const { room, apiKey, tokenUrl, tokenProvider, server, displayName, logger } = this;
    const attributes = Array.from(this.attributes, (attribute) => attribute.value);
    return { room, apiKey, tokenUrl, tokenProvider, server, displayName, logger, attributes };
  }

  /** @internal The seam for tests. */
  createPeer(options: MeteredPeerOptions): MeteredPeer | Promise<MeteredPeer> {
    return loadEngine().then((engine) => new engine.MeteredPeer(options));
  }

  /** @internal */
  emit<K extends keyof CallEventDetails>(type: K, detail: CallEventDetails[K]): boolean {
    const cancelable = CANCELABLE.has(type);
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** @internal */
  guestName(number: number): string {
    return this.#words.t('name.guest', { number });
  }

  /** @internal */
  ownName(): string {
    return this.#words.t('name.you');
  }

  /** @internal */
  begin(): void {
    if (this.autojoin) this.join().catch(() => undefined);
    else if (this.lobby === 'on') {
      this.#call.showLobby(true);
      // Fetched meanwhile; whether it came is found out on joining.
      loadEngine().catch(() => undefined);
    }
  }

  override connectedCallback(): void {
    const registry = window as Registry;
    (registry[instances] ??= new Set()).add(this);
    super.connectedCallback();
    const options = { attributeFilter: ['lang'] };
    this.#rootLanguage.observe(document.documentElement, options);
    this.#rootLanguage.observe(this, options);
    this.addEventListener('keydown', this.#onKey);
    this.#speak();
  }

  override disconnectedCallback(): void {
    (window as Registry)[instances]?.delete(this);
    this.#rootLanguage.disconnect();
    this.removeEventListener('keydown', this.#onKey);
    super.disconnectedCallback();
  }

  /** Complete with its parts. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    for (const part of this.renderRoot.querySelectorAll('*'))
      await (part as Partial<LitElement>).updateComplete;
    return done;
  }

  protected override willUpdate(): void {
    const snapshot = this.#call.snapshot;
    const before = this.#rendered;
    if (snapshot === before) return;
    this.#announcer.say(announce(before, snapshot, this.#words));
    this.#alarm.say(alarm(before, snapshot, this.#words));
    this.#rendered = snapshot;
    if (viewOf(snapshot.state) === 'call') this.#pip?.show(snapshot, this.#words.lang);
    else {
      this.#ui.reset();
      this.#pip?.close();
    }
  }

  protected override firstUpdated(): void {
    this.begin();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.#begun) {
      if (changed.has('lobby')) this.#call.showLobby(this.lobby === 'on');
      if (changed.get('autojoin') === false && this.autojoin) this.begin();
      if (this.state === 'failed' && isWorthRetry(changed, this)) this.#retry();
    }
    this.#begun = true;
  }

  protected override render(): TemplateResult {
    return html`<div class="root" lang=${this.#words.lang} @metered-call-request=${this.#onRequest}>
      <slot name="header"></slot>
      <div class="stage">${view(this.#model())}</div>
      <div class="sr" role="status">${this.#announcer.text}</div>
      <div class="sr" role="alert">${this.#alarm.text}</div>
    </div>`;
  }

  #model(): ViewModel {
    const { room, displayName, layout } = this;
    const { playback, own } = this.#call;
    return {
      snapshot: this.#rendered,
      words: this.#words,
      controls: this.#controls,
      layout,
      room,
      displayName,
      playback,
      ui: this.#ui,
      microphone: own.local.track('microphone') ?? null,
    };
  }

  /** False where the browser refuses it, or its code does not come: one picture in a window is then better than none. */
  async #openWindow(): Promise<boolean> {
    try {
      const small = await import('./call-window.ts');
      this.#pip = await small.CallWindow.open(() => (this.#pip = null));
    } catch {
      return false;
    }
    this.#rerender();
    return true;
  }

  #toggleFullscreen(): Promise<void> {
    return this.matches(':fullscreen') ? document.exitFullscreen() : this.requestFullscreen();
  }

  #rerender(): void {
    this.#call.chat.setOpen(this.#ui.panel === 'chat');
    this.#pip?.show(this.#rendered, this.#words.lang);
    this.requestUpdate();
  }

  /** Takes up the language that holds here now. */
  #speak(): void {
    const language = languageFor(tagOf(this));
    if (language === this.#language) return;
    this.#language = language;
    void Promise.resolve(wordsFor(language, this.localeBase)).then((words) => {
      if (language !== this.#language) return;
      this.#words = words;
      this.requestUpdate();
    });
  }

  /** Opens a panel and moves into it, or closes it. */
  #openPanel(panel: PanelName | null): void {
    const before = this.#ui.panel;
    const loaded = this.#ui.toggle(panel);
    const now = this.#ui.panel;
    if (now === null) return;
    void Promise.all([loaded, this.updateComplete]).then(() =>
      panelFocus(this.renderRoot, before, now)?.focus(),
    );
  }

  #retry(): void {
    this.#call.reset();
    this.begin();
  }

  readonly #onRequest = (event: RequestEvent): void => {
    event.stopPropagation();
    handleRequest(this.#target, event.detail);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    // An Escape during composition is the input method's own.
    if (viewOf(this.state) !== 'call' || event.isComposing) return;
    if (event.key === 'Escape' && this.#ui.panel !== null) {
      event.stopPropagation();
      return this.#openPanel(null);
    }
    const action = this.#ui.shortcuts.actionOf(event, actionsBeside(available(this.#controls)));
    if (action === null) return;
    event.preventDefault();
    handleRequest(this.#target, shortcutRequest(action, this.#rendered, this.layout));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'metered-call': MeteredCall;
  }
}
