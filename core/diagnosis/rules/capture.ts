import type { CaptureTrace, ErrorTrace } from '../../recorder/trace.ts';
import type { Code } from '../catalogue.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';

type Kind = 'camera' | 'microphone';

interface Verdict {
  readonly code: Code;
  readonly variant?: string | undefined;
  readonly constraint?: string | undefined;
}

/** Why the last attempt at each kind of device failed. An attempt under way or a success since clears it. */
export function* captureFailed(scene: Scene): Iterable<Proof> {
  const captures = scene.trace.captures.filter(({ method }) => method === 'getUserMedia');
  for (const kind of ['camera', 'microphone'] as const) {
    const asked = captures.findLast(kind === 'camera' ? ({ video }) => video : ({ audio }) => audio);
    const verdict =
      asked && (asked.error ? verdictOn(kind, asked, asked.error, scene) : leftOut(kind, asked, scene));
    if (!asked || !verdict) continue;
    yield {
      code: verdict.code,
      variant: verdict.variant,
      subject: { id: kind },
      about: [asked.id],
      params: { constraint: verdict.constraint },
      evidence: {
        error: asked.error?.name,
        permission: asked.permission?.[kind],
        'devices listed': asked.devices?.[kind],
        constraint: verdict.constraint,
      },
    };
  }
}

function verdictOn(kind: Kind, asked: CaptureTrace, error: ErrorTrace, scene: Scene): Verdict | undefined {
  const listed = asked.devices?.[kind];
  const other = kind === 'camera' ? 'microphone' : 'camera';
  const both = asked.audio && asked.video;
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      // One prompt for both: the one that is allowed is not to blame.
      if (asked.permission?.[kind] === 'granted' && both) return undefined;
      return refusal(kind, asked, error, scene);
    case 'NotFoundError':
      if (both && listed !== 0 && asked.devices?.[other] === 0) return undefined;
      // Firefox finds no device where none meets what was required.
      if (kind === 'camera' && listed && asked.required.length > 0)
        return { code: 'camera-overconstrained', constraint: asked.required.join(', ') };
      return { code: `${kind}-missing` };
    case 'OverconstrainedError':
      if (kind === 'microphone') return both ? undefined : { code: 'microphone-missing' };
      return {
        code: 'camera-overconstrained',
        constraint: error.constraint || asked.required.join(', ') || 'unknown',
      };
    case 'NotReadableError':
    case 'AbortError':
      // The message alone tells which of two devices could not be started.
      if (both && /audio/i.test(error.message) !== (kind === 'microphone')) return undefined;
      return { code: `${kind}-busy` };
    default:
      return undefined;
  }
}

/** Where the policy forbids one device of two, Chromium gives the other and says nothing. */
function leftOut(kind: Kind, { tracks }: CaptureTrace, scene: Scene): Verdict | undefined {
  const given = scene.trace.tracks.filter(({ id }) => tracks.includes(id));
  const wanted = kind === 'camera' ? 'video' : 'audio';
  const isLeftOut = given.length > 0 && given.every((track) => track.kind !== wanted);
  return isLeftOut ? keptByPolicy(kind, scene) : undefined;
}

function keptByPolicy(kind: Kind, { environment: { framed, policy } }: Scene): Verdict | undefined {
  if (policy?.[kind] !== false) return undefined;
  return { code: `${kind}-blocked-by-${framed ? 'embedder' : 'header'}` };
}

function refusal(kind: Kind, asked: CaptureTrace, error: ErrorTrace, scene: Scene): Verdict {
  const { framedCrossOrigin, policy, permissions } = scene.environment;
  const permission = asked.permission?.[kind] ?? permissions[kind];
  const kept = keptByPolicy(kind, scene);
  if (kept) return kept;
  // Firefox does not tell its policy; a frame of another origin that lacks it is refused without a question.
  if (!policy && framedCrossOrigin && permission !== 'granted')
    return { code: `${kind}-blocked-by-embedder` };
  if (/system/i.test(error.message)) return { code: `${kind}-denied`, variant: 'system' };
  const dismissed = /dismissed/i.test(error.message) || permission === 'prompt';
  return { code: `${kind}-denied`, variant: dismissed ? 'dismissed' : undefined };
}
