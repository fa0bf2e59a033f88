import { watchPolicy } from '../../widget/policy-watch.ts';
import { describe, equal, it } from '../helpers/bdd.ts';

const SERVER = 'wss://calls.example';

function violate(blockedURI: string): void {
  document.dispatchEvent(
    new SecurityPolicyViolationEvent('securitypolicyviolation', {
      blockedURI,
      effectiveDirective: 'connect-src',
      violatedDirective: 'connect-src',
      documentURI: location.href,
      originalPolicy: '',
      statusCode: 200,
      disposition: 'enforce',
    }),
  );
}

describe('watching for the policy', () => {
  // Firefox tells of it some milliseconds after the socket has failed.
  it('hears what a browser tells after the failure', async () => {
    const watching = new AbortController();
    const asked = watchPolicy(SERVER, watching.signal).asked();
    setTimeout(() => violate(`${SERVER}/v1`), 50);
    equal(await asked, true);
    watching.abort();
  });

  it('takes nothing else for it', async () => {
    const watching = new AbortController();
    const watch = watchPolicy(SERVER, watching.signal);
    violate('wss://elsewhere.example/v1');
    violate('https://calls.example/healthz');
    equal(await watch.asked(), false);
    watching.abort();
  });
});
