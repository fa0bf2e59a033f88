import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { LISTENERS } from '../thresholds.ts';

export function* listenerLeak({ trace }: Scene): Iterable<Proof> {
  for (const { log } of trace.calls) {
    const counts = new Map(
      log.flatMap((event) => (event.type === 'listeners' ? [[event.target, event.count] as const] : [])),
    );
    for (const [target, count] of counts) {
      if (count < LISTENERS) continue;
      yield {
        code: 'listener-leak',
        subject: { id: target },
        params: { count, target },
        evidence: { listeners: count, on: target },
      };
    }
  }
}
