/** Which answer belongs to which offer, by the session's id and version in the `o=` line (RFC 8866, section 5.2). */

const ANSWERS = 'a=x-metered-answers:';

interface Origin {
  readonly session: string;
  readonly version: number;
}

function origin(sdp: string): Origin | undefined {
  const match = /^o=\S+ (\d{1,20}) (\d{1,15}) /m.exec(sdp);
  return match?.[1] === undefined ? undefined : { session: match[1], version: Number(match[2]) };
}

/** The answer, with a line that says which offer it is for. A browser passes over what it does not know. */
export function tied(answer: string, offer: string): string {
  const of = origin(offer);
  return of ? answer.replace(/^(?=m=)/m, `${ANSWERS}${of.session} ${of.version}\r\n`) : answer;
}

/** Whether the answer says that it is for another offer than this one: ours was sent again, and answered twice. */
export function answersAnother(answer: string, offer: string): boolean {
  const said = /^a=x-metered-answers:(\d{1,20}) (\d{1,15})\r?$/m.exec(answer);
  const of = origin(offer);
  return said !== null && of !== undefined && (said[1] !== of.session || Number(said[2]) !== of.version);
}

/** Whether this is that offer, sent again. */
export function isRepeated(offer: string, known: string): boolean {
  const [own, other] = [origin(offer), origin(known)];
  return own !== undefined && own.session === other?.session && own.version === other.version;
}

/** Whether the same connection has said something newer than this, which was sent again or overtaken on its way. */
export function isOutdated(offer: string, newest: string | undefined): boolean {
  const [own, known] = [origin(offer), newest === undefined ? undefined : origin(newest)];
  return own !== undefined && own.session === known?.session && own.version < known.version;
}
