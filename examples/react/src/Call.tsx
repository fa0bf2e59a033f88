import 'metered-call/widget';
import type { MeteredCall } from 'metered-call/widget';
import { useRef, useState } from 'react';

interface CallProps {
  readonly room: string;
  readonly onLeft: () => void;
}

/** A call for as long as it is rendered: React puts the element in, and taking it out leaves the call. */
export function Call({ room, onLeft }: CallProps) {
  const call = useRef<MeteredCall>(null);
  const [names, setNames] = useState<readonly string[]>([]);
  const renew = () => setNames((call.current?.participants ?? []).map(({ name }) => name));
  return (
    <>
      <metered-call
        ref={call}
        room={room}
        api-key="pk_live_demo"
        server="ws://localhost:8080"
        autojoin
        oncall-joined={renew}
        onparticipant-joined={renew}
        onparticipant-left={renew}
        oncall-left={onLeft}
      />
      <p>In the call: {names.join(', ')}</p>
    </>
  );
}
