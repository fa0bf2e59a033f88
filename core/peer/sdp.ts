/** Reads the few SDP facts that WebRTC's own objects do not offer. Lines as in RFC 8866. */

/** Per m-section `mid`: the track ids of its `a=msid` lines (RFC 8830). */
export function trackIdsByMid(sdp: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const section of sdp.split(/\r?\n(?=m=)/).slice(1)) {
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1];
    if (mid === undefined) continue;
    const ids: string[] = [];
    for (const match of section.matchAll(/^a=msid:\S+ (\S+)/gm)) {
      if (match[1] !== undefined && !ids.includes(match[1])) ids.push(match[1]);
    }
    if (ids.length > 0) found.set(mid, ids);
  }
  return found;
}

/** The names of the m-sections, in order (RFC 5888). */
export function mids(sdp: string): string[] {
  return Array.from(sdp.matchAll(/^a=mid:(\S+)/gm), (match) => match[1] ?? '');
}

/** The DTLS certificate's fingerprint: it changes when the other side made a new connection. */
export function fingerprint(sdp: string): string | undefined {
  return /^a=fingerprint:(.+?)\r?$/m.exec(sdp)?.[1]?.toLowerCase();
}

/** The name of the ICE session: it changes when a description restarts ICE (RFC 8839). */
export function iceUfrag(sdp: string): string | undefined {
  return /^a=ice-ufrag:(.+?)\r?$/m.exec(sdp)?.[1];
}

/** Which end opens the DTLS association (RFC 8842). */
export type DtlsRole = 'active' | 'passive';

/** The part that a description's author has taken; undefined in an offer that leaves it open. */
export function dtlsRole(sdp: string): DtlsRole | undefined {
  return /^a=setup:(active|passive)\r?$/m.exec(sdp)?.[1] as DtlsRole | undefined;
}

export function otherRole(role: DtlsRole | undefined): DtlsRole | undefined {
  return role && (role === 'active' ? 'passive' : 'active');
}

/** The offer, with the author's part settled. */
export function withRole(sdp: string, role: DtlsRole): string {
  return sdp.replace(/^a=setup:actpass(?=\r?$)/gm, `a=setup:${role}`);
}

export function isFromFirefox(sdp: string): boolean {
  return /^o=mozilla/m.test(sdp);
}
