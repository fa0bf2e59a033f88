import type { Proof } from '../rule.ts';
import type { ReceiverView } from '../views/receivers.ts';

/** What the other side's own doctor says is wrong with the camera over there: then it is theirs to mend. */
export function remoteFault({
  connection,
}: ReceiverView): Pick<Proof, 'side' | 'params' | 'variant'> | undefined {
  const said = connection.peer?.health.at(-1)?.findings?.find((code) => code.startsWith('camera-'));
  return said === undefined ? undefined : { side: 'remote', variant: 'told', params: { remote: said } };
}
