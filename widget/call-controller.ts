import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { MeteredPeer, MeteredPeerOptions } from '../core/index.ts';
import { CaptureError } from '../core/media/capture-error.ts';
import type { CaptureKind } from '../core/media/capture-error.ts';
import { canShareScreen } from '../core/media/screen.ts';
import type { DeviceKind } from '../core/media/devices.ts';
import { Playback } from '../core/media/playback.ts';
import { CallFindings } from './call-findings.ts';
import type { CallState, CallStep } from './call-states.ts';
import { isInCall, nextState } from './call-states.ts';
import { Chat } from './chat.ts';
import type { Credential } from './credential.ts';
import { credentialOf } from './credential.ts';
import { environmentProblem } from './environment-problem.ts';
import type { Doctor } from './doctor.ts';
import type { CallEventDetails } from './events.ts';
import { CallError, captureFailure, engineFailure, joinFailure } from './failures.ts';
import type { Failure } from './failures.ts';
import type { Finding } from './finding.ts';
import { findingOf } from './finding.ts';
import { cleanName } from './names.ts';
import { Others } from './others.ts';
import { OwnMedia } from './own-media.ts';
import type { PolicyWatch } from './policy-watch.ts';
import type { Recovery } from './recovery.ts';
import { watchRecovery } from './recovery.ts';
import type { ReportExchange } from './report-exchange.ts';
import type { CallSettings } from './setup.ts';
import { holdsSecret, setupProblem } from './setup.ts';
import { tellAuthor } from './tell-author.ts';
import type { CallSnapshot, Participant, Processing } from './snapshot.ts';
import { INITIAL } from './snapshot.ts';

export interface CallHost extends ReactiveControllerHost {
  readonly isConnected: boolean;
  readonly settings: CallSettings;
  createPeer(options: MeteredPeerOptions): MeteredPeer | Promise<MeteredPeer>;
  /** Dispatches a public event; false if a listener prevented it. */
  emit<K extends keyof CallEventDetails>(type: K, detail: CallEventDetails[K]): boolean;
  guestName(number: number): string;
  ownName(): string;
  /** In the document for the first time, or again: shows the lobby or joins. */
  begin(): void;
}

/** Runs the call and turns whatever happens into one frozen snapshot at a time. */
export class CallController implements ReactiveController {
  readonly playback = new Playback(() => this.#publish());
  readonly chat: Chat;
  readonly own: OwnMedia;
  readonly others: Others;
  /** Of the call under way. */
  reports: ReportExchange | null = null;
  snapshot: CallSnapshot = INITIAL;

  readonly #host: CallHost;
  readonly #findings = new CallFindings();
  #state: CallState = 'idle';
  #peer: MeteredPeer | null = null;
  #credential: Credential | null = null;
  #session = new AbortController();
  #joining: Promise<void> | null = null;
  #leaving: Promise<void> | null = null;
  #fatal: Failure | null = null;
  #recovery: Recovery | null = null;
  #doctor: Doctor | null = null;
  #policy: PolicyWatch | null = null;
  #goodbye: ReturnType<typeof setTimeout> | undefined;
  #gone = false;

  constructor(host: CallHost) {
    this.#host = host;
    const changed = (): void => this.#publish();
    this.own = new OwnMedia(this.playback, () => {
      this.#doctor?.captured(this.own.local.stream);
      changed();
    });
    this.others = new Others({
      changed,
      joined: (participant, remote) => {
        this.#doctor?.met(remote);
        host.emit('participant-joined', { participant });
      },
      left: (participant) => {
        this.#doctor?.left(participant.id);
        host.emit('participant-left', { participant });
      },
      guestName: (number) => host.guestName(number),
    });
    this.chat = new Chat({
      changed,
      received: (message) => host.emit('call-message', message),
      nameOf: (id) => this.others.nameOf(id),
    });
    host.addController(this);
  }

  hostConnected(): void {
    clearTimeout(this.#goodbye);
    addEventListener('pagehide', this.#onPageHide);
    addEventListener('pageshow', this.#onPageShow);
    if (!this.#gone) return;
    this.#gone = false;
    this.reset();
    this.#host.begin();
  }

  /** Whether this is a move or a removal is known one task later. */
  hostDisconnected(): void {
    removeEventListener('pagehide', this.#onPageHide);
    removeEventListener('pageshow', this.#onPageShow);
    this.#goodbye = setTimeout(() => {
      this.#gone = true;
      void this.leave('removed', true);
    });
  }

  /** Shows the lobby with its preview, or hides it; outside a call only. */
  showLobby(wanted: boolean): void {
    if (wanted && holdsSecret(this.#host.settings) && this.#state === 'idle') {
      this.#fail({ code: 'secret-key-in-page' });
      return;
    }
    const moved = this.#step(wanted ? 'show-lobby' : 'hide-lobby');
    if (moved && wanted) void this.own.start();
    if (moved && !wanted) this.own.stop();
  }

  /** After a failure whose reason the page has changed, or a return from the back/forward cache. */
  reset(): void {
    if (this.#step('reset')) this.#clearFindings();
  }

  join(): Promise<void> {
    if (this.#joining) return this.#joining;
    const joining = this.#join().finally(() => {
      if (this.#joining === joining && !isInCall(this.#state)) this.#joining = null;
    });
    this.#joining = joining;
    return joining;
  }

  /** `silent` asks nobody: the element is gone or the page is closing. */
  leave(reason: string, silent = false): Promise<void> {
    if (this.#joining && !isInCall(this.#state)) {
      // Asked for, and not yet begun.
      this.#session.abort();
      this.#joining = null;
    }
    if (this.#leaving) return this.#leaving;
    if (!isInCall(this.#state)) {
      if (silent) {
        this.showLobby(false);
        this.own.stop();
      }
      return Promise.resolve();
    }
    if (!silent && !this.#host.emit('call-before-leave', {})) return Promise.resolve();
    this.#leaving = this.#leave(reason).finally(() => (this.#leaving = null));
    return this.#leaving;
  }

  async setDevice(kind: CaptureKind, on: boolean): Promise<void> {
    if (on) this.#findings.recall(kind);
    await this.#capturing(() => this.own.local.set(kind, on));
  }

  /** A device that failed, as it was wanted: whoever was muted stays muted. */
  async reopenDevice(kind: CaptureKind): Promise<void> {
    this.#findings.recall(kind);
    await this.#capturing(() => this.own.local.reopen(kind));
  }

  async selectDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    await this.#capturing(() => this.own.select(kind, deviceId));
  }

  async setProcessing(name: Processing, on: boolean): Promise<void> {
    await this.#capturing(() => this.own.local.setProcessing(name, on));
  }

  /** @throws CallError `not-in-call`, `screen-unavailable`, `screen-denied`, `screen-failed`. */
  async startScreenShare(): Promise<void> {
    if (this.#state !== 'joined' && this.#state !== 'reconnecting') throw new CallError('not-in-call');
    if (!canShareScreen()) throw new CallError('screen-unavailable');
    await this.own.screen.start();
  }

  dismiss(id: string): void {
    this.#findings.dismiss(id);
    this.#publish();
  }

  readonly #onPageHide = (): void => void this.leave('pagehide', true);

  readonly #onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) this.#host.begin();
  };

  async #join(): Promise<void> {
    const { signal } = (this.#session = new AbortController());
    await this.#host.updateComplete;
    await this.#leaving;
    if (signal.aborted) throw new CallError('cancelled');
    const settings = this.#host.settings;
    this.#clearFindings();
    const problem = setupProblem(settings) ?? environmentProblem();
    if (problem !== null) throw this.#fail({ code: problem });
    if (!this.#host.emit('call-before-join', {})) throw new CallError('cancelled');
    this.#step('join');

    this.#credential = credentialOf(settings);
    try {
      await this.own.start();
      if (signal.aborted) throw new CallError('cancelled');
      const peer = await this.#open(settings, signal);
      const stopped = this.#policy?.blocked.then(() => {
        throw new CallError('signalling-blocked-by-policy');
      });
      await Promise.race([peer.join(settings.room), ...(stopped ? [stopped] : [])]);
    } catch (error) {
      if (signal.aborted) throw new CallError('cancelled', error);
      if (error instanceof CallError) throw this.#fail({ code: error.code }, error.cause);
      const failure = this.#joinFailure(error);
      const unreached = /^(signalling-unreachable|join-failed)$/.test(failure.code);
      const blocked = unreached && (await this.#policy?.asked()) === true;
      if (signal.aborted) throw new CallError('cancelled', error);
      throw this.#fail(blocked ? { code: 'signalling-blocked-by-policy' } : failure, error);
    }
    if (signal.aborted) throw new CallError('cancelled');
    this.#entered();
  }

  async #open(settings: CallSettings, signal: AbortSignal): Promise<MeteredPeer> {
    let peer: MeteredPeer;
    const { server } = settings;
    const displayName = cleanName(settings.displayName);
    const logger = watchRecovery(settings.logger, (recovery) => {
      if (signal.aborted) return;
      this.#recovery = recovery;
      this.#publish();
    });
    const doctor = await this.#callDoctor(signal);
    try {
      peer = await this.#host.createPeer({
        ...doctor?.options,
        ...(this.#credential?.options ?? {}),
        ...(server ? { url: server } : {}),
        logger,
        ...(displayName ? { displayName } : {}),
      });
    } catch (error) {
      throw new CallError(server && error instanceof TypeError ? 'server-invalid' : 'join-failed', error);
    }
    if (signal.aborted) throw new CallError('cancelled');
    this.#peer = peer;
    peer.on('state-change', ({ to }) => this.#peerMoved(peer, to));
    peer.on('error', ({ err }) => this.#peer === peer && this.#engineError(err));
    this.others.attach(peer);
    this.chat.connect(peer);
    this.reports?.connect(peer);
    this.own.attach(peer);
    return peer;
  }

  /** The doctor comes with the engine. A call without one is a call as well. */
  async #callDoctor(signal: AbortSignal): Promise<Doctor | null> {
    const found = await import('./doctor.ts').catch(() => null);
    if (!found || signal.aborted) return null;
    const doctor = new found.Doctor((diagnosis) => {
      this.#findings.diagnosis = diagnosis;
      this.own.faults = faultsOf(diagnosis.findings);
      this.#publish();
      tellAuthor(diagnosis.findings);
      this.#host.emit('call-diagnosis', { findings: this.snapshot.findings });
    });
    signal.addEventListener('abort', () => doctor.stop());
    this.#policy = found.watchPolicy(this.#host.settings.server, signal);
    this.reports = new found.ReportExchange({
      changed: () => this.#publish(),
      nameOf: (id) => this.others.nameOf(id),
      own: () => this.#ownReport(),
      read: (blob) => doctor.read(blob),
    });
    doctor.captured(this.own.local.stream);
    return (this.#doctor = doctor);
  }

  /** What is wrong, found out now. */
  async diagnose(): Promise<readonly Finding[]> {
    await this.#doctor?.diagnose();
    return this.snapshot.findings;
  }

  /** Of the call under way, with the sides of those who gave theirs; of one that is over only what was found. */
  async report(): Promise<Blob> {
    const own = await this.#ownReport();
    const others = (this.reports?.others() ?? []).map(
      ({ peerId, text }) => `{"peer":${JSON.stringify(peerId)},"report":${text}}`,
    );
    if (others.length === 0) return own;
    // A report is a JSON object with much in it: what is added goes before its last brace.
    return new Blob([own.slice(0, -1), `,"others":[${others.join()}]}`], { type: own.type });
  }

  #ownReport(): Promise<Blob> {
    const { findings, state } = this.snapshot;
    if (this.#doctor) return this.#doctor.report(findings);
    const text = JSON.stringify({ state, findings }, null, 2);
    return Promise.resolve(new Blob([text], { type: 'application/json' }));
  }

  watchElement(element: HTMLMediaElement, peerId: string): void {
    this.#doctor?.watchElement(element, peerId);
  }

  #entered(): void {
    if (!this.#step('joined')) return;
    this.others.start();
    const { peer, participants, findings } = this.snapshot;
    this.#host.emit('call-joined', {
      peerId: peer?.peerId ?? null,
      room: peer?.channel ?? null,
      participants,
    });
    // A refused camera, for one, was found before there was a call to tell of.
    if (findings.length > 0) this.#host.emit('call-diagnosis', { findings });
  }

  #peerMoved(peer: MeteredPeer, to: MeteredPeer['state']): void {
    if (this.#peer !== peer) return;
    if (to === 'reconnecting') this.#step('drop');
    else if (to === 'joined' && this.#state === 'reconnecting') {
      this.#recovery = null;
      this.#findings.remove('token-provider-failing');
      this.#step('joined');
    } else if (to === 'closed' && (this.#state === 'joined' || this.#state === 'reconnecting')) {
      this.#fail(this.#fatal ?? { code: 'signalling-unreachable' });
    } else this.#publish();
  }

  #engineError(error: unknown): void {
    const failure = engineFailure(error, this.#credential?.attempt() ?? { state: 'idle' });
    if (!failure) return;
    if (failure.code !== 'send-not-permitted') this.#fatal = failure;
    if (this.#state === 'joining') return;
    const finding = findingOf(failure);
    if (this.#findings.has(finding.code)) return;
    // A closed connection is told by the card; a banner is for what the call survives.
    queueMicrotask(() => {
      if (!isInCall(this.#state)) return;
      this.#findings.add(finding);
      this.#publish();
      this.#report(finding);
    });
  }

  #joinFailure(error: unknown): Failure {
    const failure = joinFailure(error, this.#credential?.attempt() ?? { state: 'idle' });
    return failure.code === 'join-failed' && this.#fatal ? this.#fatal : failure;
  }

  /** Ends whatever is under way, shows why, and returns what `join()` rejects with. */
  #fail(failure: Failure, cause?: unknown): CallError {
    const finding = findingOf(failure);
    const wasIn = this.#state === 'joined' || this.#state === 'reconnecting';
    this.#findings.clear();
    this.#findings.add(finding);
    void this.#close();
    this.#step('fail');
    this.#joining = null;
    this.#report(finding);
    if (wasIn) this.#host.emit('call-left', { reason: finding.code });
    return new CallError(finding.code, cause);
  }

  #report(finding: Finding): void {
    tellAuthor([finding]);
    this.#host.emit('call-error', { code: finding.code, finding });
    this.#host.emit('call-diagnosis', { findings: this.snapshot.findings });
  }

  async #leave(reason: string): Promise<void> {
    const wasIn = this.#state !== 'joining';
    this.#step('leave');
    this.#joining = null;
    await this.#close(reason);
    this.#clearFindings();
    this.#step('left');
    if (wasIn) this.#host.emit('call-left', { reason });
  }

  #close(reason?: string): Promise<void> {
    this.#session.abort();
    this.others.close();
    this.chat.close();
    this.reports?.close();
    this.reports = null;
    this.#recovery = null;
    this.#doctor = this.#policy = null;
    this.#fatal = null;
    this.#findings.close();
    const peer = this.#peer;
    this.#peer = null;
    this.own.stop();
    return peer ? peer.close(reason).catch(() => undefined) : Promise.resolve();
  }

  /** A capture that failed is told to the page, and rejects with a CallError. */
  async #capturing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      const finding = findingOf(captureFailure(error));
      this.#host.emit('call-error', { code: finding.code, finding });
      throw new CallError(finding.code, error);
    }
  }

  #clearFindings(): void {
    this.#findings.clear();
    this.#publish();
  }

  #step(step: CallStep): boolean {
    const from = this.#state;
    const to = nextState(from, step);
    if (to === null) return false;
    this.#state = to;
    this.#publish();
    if (to !== from) this.#host.emit('call-state-change', { from, to });
    return true;
  }

  #publish(): void {
    const { local, screen } = this.own;
    const inCall = isInCall(this.#state);
    const playbackBlocked = inCall ? this.playback.held : null;
    const { findings, notices, byPeer } = this.#findings.told(local.failures.values(), playbackBlocked);
    const participants = inCall ? [this.#self(), ...this.others.participants()] : [];
    this.snapshot = Object.freeze({
      state: this.#state,
      peer: this.#peer,
      participants: Object.freeze(participants),
      speaking: this.others.speaking,
      activeSpeaker: this.others.activeSpeaker,
      findings,
      notices,
      findingOf: byPeer,
      preview: this.#state === 'lobby' || this.#state === 'joining' ? local.stream : null,
      microphone: local.state('microphone'),
      camera: local.state('camera'),
      asking: local.asking,
      playbackBlocked,
      sharing: screen.stream !== null,
      devices: this.own.view(),
      network: this.others.network,
      messages: this.chat.messages,
      unread: this.chat.unread,
      recovery: this.#recovery,
      reports: this.reports?.states() ?? INITIAL.reports,
      question: this.reports?.question() ?? null,
      lostPaths: inCall ? this.others.lostPaths() : null,
    });
    this.#host.requestUpdate();
  }

  #self(): Participant {
    return Object.freeze({
      id: this.#peer?.peerId ?? 'local',
      name: cleanName(this.#host.settings.displayName) || this.#host.ownName(),
      verified: false,
      isLocal: true,
      microphone: this.own.local.state('microphone'),
      camera: this.own.local.state('camera'),
      state: this.#state === 'joined' ? 'connected' : 'connecting',
      stream: this.own.local.stream,
      screen: this.own.screen.stream,
      canChat: true,
    });
  }
}

/** What is wrong with this side's own devices. */
const faultsOf = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ code, severity }) =>
    severity === 'error' && /^(camera|microphone)-/.test(code) ? code : [],
  );
