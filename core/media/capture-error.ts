export type CaptureKind = 'camera' | 'microphone';

export type CaptureCode =
  | 'camera-denied'
  | 'microphone-denied'
  | 'camera-missing'
  | 'microphone-missing'
  | 'camera-busy'
  | 'microphone-busy'
  | 'camera-overconstrained'
  | 'camera-lost'
  | 'microphone-lost'
  | 'insecure-context'
  | 'webrtc-unavailable';

/** `dismissed`: the prompt was closed without an answer; `blocked`: asking again is useless. */
export type Refusal = 'dismissed' | 'blocked' | 'unknown';

export interface CaptureErrorDetails {
  readonly refusal?: Refusal;
  readonly constraint?: string;
  readonly cause?: unknown;
}

/** Why a camera or microphone could not be had. Switch on `code`, never on the message. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
  readonly code: CaptureCode;
  readonly kind: CaptureKind;
  readonly refusal: Refusal | undefined;
  readonly constraint: string | undefined;

  constructor(code: CaptureCode, kind: CaptureKind, details: CaptureErrorDetails = {}) {
    super(`${kind}: ${code}`, { cause: details.cause });
    this.code = code;
    this.kind = kind;
    this.refusal = details.refusal;
    this.constraint = details.constraint;
  }
}

/** What getUserMedia threw for one kind of device, as a CaptureError. */
export function captureErrorFrom(
  thrown: unknown,
  kind: CaptureKind,
  permission: PermissionState | undefined,
): CaptureError {
  if (thrown instanceof CaptureError) return thrown;
  const { name, message, constraint } = thrown as { name?: string; message?: string; constraint?: string };
  const cause = thrown;
  switch (name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
    case 'SecurityError':
      return new CaptureError(`${kind}-denied`, kind, { refusal: refusalOf(message, permission), cause });
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return new CaptureError(`${kind}-missing`, kind, { cause });
    case 'OverconstrainedError':
      // A microphone is asked for without hard constraints: only its device can be at fault.
      return kind === 'camera'
        ? new CaptureError('camera-overconstrained', kind, { constraint: constraint || 'unknown', cause })
        : new CaptureError('microphone-missing', kind, { cause });
    case 'TypeError':
      return new CaptureError('insecure-context', kind, { cause });
    default:
      return new CaptureError(`${kind}-busy`, kind, { cause });
  }
}

/** Chromium says "Permission dismissed" in the message; elsewhere the permission's state tells. */
function refusalOf(message: string | undefined, permission: PermissionState | undefined): Refusal {
  if (message !== undefined && /dismissed/i.test(message)) return 'dismissed';
  if (permission === 'denied') return 'blocked';
  return permission === 'prompt' ? 'dismissed' : 'unknown';
}
