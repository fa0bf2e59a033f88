import type { Finding } from './finding.ts';

/** What one click can do about a finding. */
export type Fix =
  | { readonly label: 'call.playback.action'; readonly type: 'playback'; readonly detail: null }
  | { readonly label: 'fix.ask'; readonly type: 'reopen'; readonly detail: 'camera' | 'microphone' }
  | { readonly label: 'fix.other'; readonly type: 'other-device'; readonly detail: 'camera' | 'microphone' };

const CAPTURE = /^(camera|microphone)-(denied|missing|busy|lost|overconstrained)$/;

export function fixOf({ code }: Finding): Fix | null {
  if (code === 'autoplay-blocked') return { label: 'call.playback.action', type: 'playback', detail: null };
  const [, device, what] = CAPTURE.exec(code) ?? [];
  const kind = device as 'camera' | 'microphone' | undefined;
  if (!kind) return null;
  return what === 'denied' || what === 'missing'
    ? { label: 'fix.ask', type: 'reopen', detail: kind }
    : { label: 'fix.other', type: 'other-device', detail: kind };
}
