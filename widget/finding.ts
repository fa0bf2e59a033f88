import { callFindings } from '../core/locales/english/call-findings.ts';
import { findingWords } from '../core/locales/translate.ts';
import type { Finding } from '../core/diagnosis/finding.ts';
import type { Failure } from './failures.ts';

export type { Evidence, Finding } from '../core/diagnosis/finding.ts';

const SETUP = new Set([
  'room-missing',
  'room-invalid',
  'credential-missing',
  'server-invalid',
  'secret-key-in-page',
  'token-invalid',
  'channel-not-authorized',
  'send-not-permitted',
  'account-suspended',
  'token-provider-hung',
  'token-provider-failing',
]);
/** By the page's own policy, or that of the page around it. */
const BLOCKED = /-blocked-by-/;
const CAPTURE = /^(camera|microphone)-/;
/** The call goes on all the same. */
const WARNING = /^autoplay-blocked$|^(camera|microphone)-(missing|overconstrained)$/;

export function findingOf({ code, variant, params, evidence = [] }: Failure): Finding {
  const words = findingWords(callFindings, code, variant, params);
  const device = CAPTURE.exec(code)?.[1];
  const kind = device !== undefined ? 'track' : kindOf(code);
  const id = device ?? kind;
  return Object.freeze({
    id: `${code}:${id}`,
    code,
    subject: Object.freeze({ kind, id }),
    severity: WARNING.test(code) ? 'warning' : 'error',
    cause: words?.cause ?? code,
    evidence: Object.freeze([...evidence]),
    fix: Object.freeze([...(words?.fix ?? [])]),
    params: Object.freeze({ ...params, ...(variant === undefined ? {} : { variant }) }),
    side:
      SETUP.has(code) || BLOCKED.test(code)
        ? 'setup'
        : code === 'signalling-unreachable'
          ? 'network'
          : 'local',
  });
}

function kindOf(code: string): 'page' | 'element' | 'signalling' {
  if (/^(insecure|webrtc|secret)-/.test(code)) return 'page';
  return /^(autoplay|room|credential|server)-/.test(code) ? 'element' : 'signalling';
}
