import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { MeteredPeer, MeteredPeerOptions } from '../core/index.ts';
import { CaptureError } from '../core/media/capture-error.ts';
import type { CaptureKind } from '../core/media/capture-error.ts';
import { canShareScreen } from '../core/media/screen.ts';
import type { DeviceKind } from '../core/media/devices.ts';
import { Playback } from '../core/media/playback.ts';
import { CallFindings } from './call-findings.ts';
import { ownReport, withOthers } from './call-report.ts';
import type { CallSession, SessionOwner } from './call-session.ts';
import type { CallState, CallStep } from './call-states.ts';
import { isInCall, nextState } from './call-states.ts';
import { Chat } from './chat.ts';
import type { TokenAttempt } from './credential.ts';
import { loadEngine } from './engine.ts';
import { environmentProblem } from './environment-problem.ts';
import type { Diagnosis } from './doctor.ts';
import type { CallEventDetails } from './events.ts';
import { CallError, captureFailure, engineFailure, joinFailure } from './failures.ts';
import type { Failure } from './failures.ts';
import type { Finding } from './finding.ts';
import { findingOf } from './finding.ts';
import { cleanName } from './names.ts';
import { Others } from './others.ts';
import { OwnMedia } from './own-media.ts';
import type { ReportExchange } from './report-exchange.ts';
import type { CallSettings } from './setup.ts';
import { holdsSecret, setupProblem } from './setup.ts';
import { tellAuthor } from './tell-author.ts';
import type { CallSnapshot, Processing } from './snapshot.ts';
import { INITIAL } from './snapshot.ts';
import { takeSnapshot } from './take-snapshot.ts';

export interface CallHost extends ReactiveControllerHost {
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
  snapshot: CallSnapshot = INITIAL;

  readonly #host: CallHost;
  readonly #findings = new CallFindings();
  #state: CallState = 'idle';
  #session: CallSession | null = null;
  /** The attempt under way is given up, or the call. */
  #end = new AbortController();
  #joining: Promise<void> | null = null;
  #leaving: Promise<void> | null = null;
  #fatal: Failure | null = null;
  #goodbye: ReturnType<typeof setTimeout> | undefined;
  #gone = false;

  constructor(host: CallHost) {
    this.#host = host;
    const changed = (): void => this.#publish();
    this.own = new OwnMedia(this.playback, () => {
      this.#session?.doctor?.captured(this.own.local.stream);
      changed();
    });
    this.others = new Others({
      changed,
      joined: (participant, remote) => {
        this.#session?.doctor?.met(remote);
        host.emit('participant-joined', { participant });
      },
      left: (participant) => {
        this.#session?.doctor?.left(participant.id);
        host.emit('participant-left', { participant });
      },
      guestName: (number) => host.guestName(number),
    });
    this.chat = new Chat({
      changed,
      received: (message) => host.emit('call-message', message),
      nameOf: (id) => this.others.nameOf(id),
      readers: () => this.others.readers(),
    });
    host.addController(this);
  }

  /** Of the call under way. */
  get reports(): ReportExchange | null {
    return this.#session?.reports ?? null;
  }

  hostConnected(): void {
    clearTimeout(this.#goodbye);
    addEventListener('pagehide', this.#onPageHide);
    addEventListener('pageshow', this.#onPageShow);
    if (!this.#gone) return;
    this.#gone = false;
    void this.#beginAnew();
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
    if (wanted && this.#gone) return;
    if (wanted && holdsSecret(this.#host.settings) && this.#state === 'idle') {
      this.#fail({ code: 'secret-key-in-page' });
      return;
    }
    const moved = this.#step(wanted ? 'show-lobby' : 'hide-lobby');
    if (moved && wanted) void this.own.start();
    if (moved && !wanted) this.own.stop();
  }

  /** After a failure whose reason the page has changed, or a return. */
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
    // Asked for, and not yet begun.
    if (this.#joining && !isInCall(this.#state)) this.#giveUp();
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
    await this.#capturing(on ? kind : null, () => this.own.local.set(kind, on));
  }

  /** A device that failed, as it was wanted: whoever was muted stays muted. */
  async reopenDevice(kind: CaptureKind): Promise<void> {
    await this.#capturing(kind, () => this.own.local.reopen(kind));
  }

  async selectDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    await this.#capturing(kind, () => this.own.select(kind, deviceId));
  }

  async setProcessing(name: Processing, on: boolean): Promise<void> {
    await this.#capturing('microphone', () => this.own.local.setProcessing(name, on));
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
    if (event.persisted) void this.#beginAnew();
  };

  /** Back in the document or on the screen: a call that is still being left is over first. */
  async #beginAnew(): Promise<void> {
    await this.#leaving;
    if (this.#gone) return;
    this.reset();
    this.#host.begin();
  }

  async #join(): Promise<void> {
    const { signal } = (this.#end = new AbortController());
    const heed = (cause?: unknown): void => {
      // Where nobody sees it nothing is opened either.
      if (signal.aborted || this.#gone) throw new CallError('cancelled', cause);
    };
    await this.#host.updateComplete;
    await this.#leaving;
    heed();
    const settings = this.#host.settings;
    this.#clearFindings();
    const problem = setupProblem(settings) ?? environmentProblem();
    if (problem !== null) throw this.#fail({ code: problem });
    if (!this.#host.emit('call-before-join', {})) throw new CallError('cancelled');
    // Whoever hears of it may leave at once.
    heed();
    this.#step('join');
    heed();

    let session: CallSession | undefined;
    try {
      const [engine] = await Promise.all([loadEngine(), this.own.start()]);
      heed();
      session = this.#session = new engine.CallSession(this, this.#sessionOwner(), settings, signal);
      await session.enter();
    } catch (error) {
      heed(error);
      if (error instanceof CallError) throw this.#fail({ code: error.code }, error.cause);
      const failure = this.#joinFailure(error);
      const unreached = /^(signalling-unreachable|join-failed)$/.test(failure.code);
      const blocked = unreached && (await session?.isBlocked());
      heed(error);
      throw this.#fail(blocked ? { code: 'signalling-blocked-by-policy' } : failure, error);
    }
    heed();
    this.#entered();
  }

  #sessionOwner(): SessionOwner {
    return {
      createPeer: (options) => this.#host.createPeer(options),
      changed: () => this.#publish(),
      moved: (to) => this.#peerMoved(to),
      failed: (error) => this.#engineError(error),
      diagnosed: (diagnosis) => this.#diagnosed(diagnosis),
      report: () => this.#ownReport(),
    };
  }

  #diagnosed(diagnosis: Diagnosis): void {
    this.#findings.diagnosis = diagnosis;
    this.own.faults = this.#findings.faults;
    this.#publish();
    tellAuthor(diagnosis.findings);
    this.#host.emit('call-diagnosis', { findings: this.snapshot.findings });
  }

  /** What is wrong, found out now. */
  async diagnose(): Promise<readonly Finding[]> {
    await this.#session?.doctor?.diagnose();
    return this.snapshot.findings;
  }

  /** Of the call under way, with the sides of those who gave theirs; of one that is over only what was found. */
  async report(): Promise<Blob> {
    return withOthers(await this.#ownReport(), this.reports?.others());
  }

  #ownReport(): Promise<Blob> {
    return ownReport(this.snapshot, this.#session?.doctor);
  }

  watchElement(element: HTMLMediaElement, peerId: string): void {
    this.#session?.doctor?.watchElement(element, peerId);
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

  #peerMoved(to: MeteredPeer['state']): void {
    if (to === 'reconnecting') this.#step('drop');
    else if (to === 'joined' && this.#state === 'reconnecting') {
      if (this.#session) this.#session.recovery = null;
      this.#findings.remove('token-provider-failing');
      this.#findings.remove('token-provider-hung');
      this.#fatal = null;
      this.#step('joined');
    } else if (to === 'closed' && (this.#state === 'joined' || this.#state === 'reconnecting')) {
      this.#fail(this.#fatal ?? { code: 'signalling-unreachable' });
    } else this.#publish();
  }

  #engineError(error: unknown): void {
    const failure = engineFailure(error, this.#token);
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

  get #token(): TokenAttempt {
    return this.#session?.token ?? { state: 'idle' };
  }

  #joinFailure(error: unknown): Failure {
    const failure = joinFailure(error, this.#token);
    return failure.code === 'join-failed' && this.#fatal ? this.#fatal : failure;
  }

  /** Ends whatever is under way, shows why, and returns what `join()` rejects with. */
  #fail(failure: Failure, cause?: unknown): CallError {
    const finding = findingOf(failure);
    const wasIn = this.#state === 'joined' || this.#state === 'reconnecting';
    this.#findings.clear();
    this.#findings.add(finding);
    this.#giveUp();
    void this.#close();
    this.#step('fail');
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
    this.#giveUp();
    this.#step('leave');
    await this.#close(reason);
    this.#clearFindings();
    this.#step('left');
    if (wasIn) this.#host.emit('call-left', { reason });
  }

  /** Comes before anyone hears of it: whoever joins at that word begins another attempt. */
  #giveUp(): void {
    this.#end.abort();
    this.#joining = null;
  }

  #close(reason?: string): Promise<void> {
    this.others.close();
    this.chat.close();
    this.#fatal = null;
    this.#findings.close();
    const session = this.#session;
    this.#session = null;
    this.own.stop();
    return session?.close(reason) ?? Promise.resolve();
  }

  /** A capture that failed is told, and rejects with a CallError; `device`: what is asked for, if anything. */
  async #capturing(device: DeviceKind | null, work: () => Promise<void>): Promise<void> {
    if (device) this.#findings.recall(device);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      const finding = findingOf(captureFailure(error));
      // A device that does not run tells of it by itself, for as long as it does not.
      if (!this.own.local.failures.has(error.kind)) this.#findings.add(finding);
      // Also, what is in use is again what is shown as chosen.
      this.#publish();
      this.#report(finding);
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
    const host = this.#host;
    this.snapshot = takeSnapshot(this, {
      state: this.#state,
      session: this.#session,
      findings: this.#findings,
      name: cleanName(host.settings.displayName) || host.ownName(),
    });
    host.requestUpdate();
  }
}
