import type { Dump } from '../../core/recorder/dump/own-dump.ts';
import { t, tell } from '../words/words.ts';
import type { Word } from '../words/words.ts';

export interface Check {
  readonly label: Word;
  readonly state: 'ok' | 'bad' | 'open';
  readonly value: string;
}

type State = Check['state'];

const verdict = (good: boolean | undefined): State => (good === undefined ? 'open' : good ? 'ok' : 'bad');
const yesNo = (good: boolean | undefined): string =>
  tell('value', good === undefined ? 'unknown' : good ? 'yes' : 'no');
const permission = (state: string): State =>
  state === 'granted' ? 'ok' : state === 'denied' ? 'bad' : 'open';

/** What a call needs of the page it runs in, one line each. */
export function checksOf({ environment, trace }: Dump): readonly Check[] {
  const { secureContext, webrtc, permissions, devices, policy, autoplay } = environment;
  const allowed = policy && policy.camera && policy.microphone;
  const blocked = trace.elements.some(({ log }) => {
    const last = log.filter((event) => event.type === 'play').at(-1);
    return last?.error?.name === 'NotAllowedError';
  });
  const playing = autoplay ?? (blocked ? 'disallowed' : 'unknown');
  const check = (label: Word, state: State, value: string): Check => ({ label, state, value });
  return [
    check('check.secure', verdict(secureContext), yesNo(secureContext)),
    check('check.webrtc', verdict(webrtc), yesNo(webrtc)),
    check('check.camera', permission(permissions.camera), tell('value', permissions.camera)),
    check('check.microphone', permission(permissions.microphone), tell('value', permissions.microphone)),
    check(
      'check.devices',
      devices ? verdict(devices.camera > 0 && devices.microphone > 0) : 'open',
      devices ? t('check.devices.value', { ...devices }) : t('value.unknown'),
    ),
    check('check.policy', verdict(allowed), yesNo(allowed)),
    check(
      'check.autoplay',
      playing === 'allowed' ? 'ok' : playing === 'disallowed' && blocked ? 'bad' : 'open',
      tell('value', playing),
    ),
    socketCheck(trace.sockets),
    turnCheck(trace.connections),
  ];
}

function socketCheck(sockets: Dump['trace']['sockets']): Check {
  const last = sockets.filter(({ ours }) => ours).at(-1) ?? sockets.at(-1);
  const label = 'check.sockets';
  if (!last) return { label, state: 'open', value: t('value.none') };
  if (last.closedAt !== undefined) {
    const state = last.closedByPage || last.closeCode === 1000 ? 'open' : 'bad';
    return { label, state, value: t('value.closed', { code: last.closeCode ?? 1006 }) };
  }
  const open = last.openedAt !== undefined;
  return { label, state: open ? 'ok' : 'open', value: t(open ? 'value.open' : 'value.connecting') };
}

function turnCheck(connections: Dump['trace']['connections']): Check {
  const label = 'check.turn';
  const servers = connections.flatMap(({ configurations }) => configurations.at(-1)?.iceServers ?? []);
  if (connections.length === 0) return { label, state: 'open', value: t('value.unknown') };
  const offered = servers.some(({ urls }) => urls.some((url) => /^turns?:/i.test(url)));
  return { label, state: offered ? 'ok' : 'open', value: t(offered ? 'value.offered' : 'value.none') };
}
