const MAX_FINDINGS = 50;

const person = ({ id, name, verified, isLocal, microphone, camera }) => ({
  id,
  name,
  verified,
  isLocal,
  microphone,
  camera,
});

/** Each event that the parent hears of, and how much of it: plain data, no evidence and no streams. */
const TOLD = {
  'call-joined': ({ peerId, room, participants }) => ({
    peerId,
    room,
    participants: participants.map(person),
  }),
  'call-left': ({ reason }) => ({ reason }),
  'call-state-change': ({ from, to }) => ({ from, to }),
  'call-error': ({ code }) => ({ code }),
  'participant-joined': ({ participant }) => ({ participant: person(participant) }),
  'participant-left': ({ participant }) => ({ participant: person(participant) }),
  'call-message': ({ id, from, name, text, at, isLocal, file }) => ({
    id,
    from,
    name,
    text,
    at,
    isLocal,
    file: file && { name: file.name, size: file.size },
  }),
  'call-diagnosis': ({ findings }) => ({
    findings: findings.slice(0, MAX_FINDINGS).map(({ code, severity, subject }) => ({
      code,
      severity,
      subject: { kind: subject.kind, id: subject.id },
    })),
  }),
};

/** A parent that comes late hears the state of the call when it is greeted, and what else has happened after that. */
export function tellEvents(call, { tell, report }) {
  for (const [type, shape] of Object.entries(TOLD)) {
    const say = type === 'call-state-change' ? tell : report;
    call.addEventListener(type, ({ detail }) => say(type, shape(detail)));
  }
}
