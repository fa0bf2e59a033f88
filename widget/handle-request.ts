import type { CallController } from './call-controller.ts';
import type { Layout } from './attributes.ts';
import type { RequestEvent } from './parts/part.ts';
import type { Note, Ui } from './ui.ts';

/** What a request can reach. */
export interface RequestTarget {
  readonly call: CallController;
  readonly ui: Ui;
  rename(displayName: string): void;
  join(): Promise<void>;
  leave(): Promise<void>;
  setLayout(layout: Layout): void;
  openPanel(panel: Ui['panel']): void;
  toggleFullscreen(): Promise<void>;
  requestPictureInPicture(peerId?: string): Promise<void>;
  saveReport(): Promise<void>;
  focusView(): void;
  say(key: 'say.screen-denied' | 'say.key-taken'): void;
  /** Says it, and shows it for a while. */
  tell(key: Note): void;
}

/** Does what a part asked for. Failures are shown in the call; nobody else waits for them. */
export function handleRequest(target: RequestTarget, request: RequestEvent['detail']): void {
  const { call, ui } = target;
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
  switch (request.type) {
    case 'join':
      if (request.detail.displayName !== null) target.rename(request.detail.displayName);
      return quietly(target.join());
    case 'leave':
      return quietly(target.leave());
    case 'device':
      return quietly(call.setDevice(request.detail.kind, request.detail.on));
    case 'other-device': {
      const kind = request.detail;
      const id = call.own.otherDevice(kind);
      return quietly(id === null ? call.reopenDevice(kind) : call.selectDevice(kind, id));
    }
    case 'reopen':
      return quietly(call.reopenDevice(request.detail));
    case 'select':
      return quietly(call.selectDevice(request.detail.kind, request.detail.deviceId));
    case 'processing':
      return quietly(call.setProcessing(request.detail.name, request.detail.on));
    case 'screen':
      if (!request.detail) return call.own.screen.stop();
      return void call.startScreenShare().catch(() => target.say('say.screen-denied'));
    case 'playback':
      return quietly(call.playback.unblock());
    case 'dismiss':
      return call.dismiss(request.detail.id);
    case 'panel':
      return target.openPanel(request.detail);
    case 'pin':
      return ui.pin(request.detail);
    case 'layout':
      return target.setLayout(request.detail);
    case 'fullscreen':
      return quietly(target.toggleFullscreen());
    case 'pip':
      return void target
        .requestPictureInPicture(request.detail ?? undefined)
        .catch(() => target.tell('say.no-pip'));
    case 'stats':
      return ui.setStats(request.detail);
    case 'draft':
      ui.draft = request.detail;
      return;
    case 'message': {
      const { peer } = call.snapshot;
      ui.draft = '';
      ui.refresh();
      return void call.chat.send(request.detail).catch(() => {
        if (peer === call.snapshot.peer) ui.restore(request.detail);
      });
    }
    case 'file':
      return quietly(call.chat.sendFile(request.detail));
    case 'file-answer':
      return call.chat.answer(request.detail.id, request.detail.accept);
    case 'video': {
      const { id, ...size } = request.detail;
      return call.others.requestVideo(id, size);
    }
    case 'element':
      return call.watchElement(request.detail.element, request.detail.id);
    case 'shortcuts':
      ui.shortcuts.setOn(request.detail);
      return ui.refresh();
    case 'shortcut':
      if (!ui.shortcuts.assign(request.detail.action, request.detail.key)) target.say('say.key-taken');
      return;
    case 'report-ask':
      return call.reports?.ask(request.detail);
    case 'report-answer':
      return quietly(call.reports?.answer(request.detail) ?? Promise.resolve());
    case 'report':
      return quietly(target.saveReport());
    case 'focus-lost':
      return target.focusView();
  }
}
