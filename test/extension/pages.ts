import type { StaticServer } from '../helpers/static.ts';

/** A call within one page, both ways, that looks like a camera; `shown` says what is done with the pictures that come. */
export const callScript = (shown: string): string => `
  function picture() {
    const canvas = document.createElement('canvas');
    canvas.width = 320; canvas.height = 240;
    const context = canvas.getContext('2d');
    let round = 0;
    const draw = () => {
      round += 1;
      for (let x = 0; x < 320; x += 20) for (let y = 0; y < 240; y += 20) {
        context.fillStyle = 'hsl(' + ((x * 7 + y * 13 + round * 37) % 360) + ' 70% 50%)';
        context.fillRect(x, y, 20, 20);
      }
    };
    draw(); setInterval(draw, 66);
    return canvas.captureStream(15);
  }
  function show(stream) {
    const video = document.createElement('video');
    video.muted = true; video.playsInline = true; video.width = 160; video.height = 120;
    video.srcObject = stream;
    document.body.append(video);
    ${shown}
  }
  async function call(configuration) {
    const ends = [new RTCPeerConnection(configuration), new RTCPeerConnection(configuration)];
    const [a, b] = ends;
    a.onicecandidate = ({ candidate }) => b.addIceCandidate(candidate).catch(() => {});
    b.onicecandidate = ({ candidate }) => a.addIceCandidate(candidate).catch(() => {});
    for (const end of ends) {
      const stream = picture();
      for (const track of stream.getTracks()) end.addTrack(track, stream);
      end.ontrack = ({ streams }) => show(streams[0]);
    }
    await a.setLocalDescription();
    await b.setRemoteDescription(a.localDescription);
    await b.setLocalDescription();
    await a.setRemoteDescription(b.localDescription);
    return ends;
  }
`;

const ENDED = `
  addEventListener('pageshow', ({ persisted }) => { window.cameBack = persisted; });
  call().then((ends) => {
    ends[0].onconnectionstatechange = () => {
      if (ends[0].connectionState !== 'connected') return;
      for (const end of ends) {
        for (const { track } of end.getSenders()) track.stop();
        end.close();
      }
      for (const video of document.querySelectorAll('video')) video.remove();
      document.title = 'ended';
    };
  });`;
const HEALTHY = 'video.autoplay = true; video.play().catch(() => {});';

const page = (body: string, title = 'a call'): string =>
  `<!doctype html><html lang="en"><title>${title}</title><body>${body}</body></html>`;

export type Pages = ReturnType<typeof servePages>;

/** Puts the pages on a server; gives the address of each. */
export function servePages(site: StaticServer) {
  let prepared = false;
  site.page('/prepared-early.html', () => {
    prepared = true;
    return Promise.resolve('');
  });
  return {
    healthy: site.page('/healthy.html', page(`<script>${callScript(HEALTHY)} call();</script>`)),
    /** The pictures come, and nobody starts them. */
    broken: site.page('/broken.html', page(`<script>${callScript('')} call();</script>`)),
    /** A call that has ended: a page with one that goes on is not kept for the way back. */
    ended: site.page('/ended.html', page(`<script>${callScript(HEALTHY)}${ENDED}</script>`), {
      'cache-control': 'max-age=60',
    }),
    /** A page that records itself. */
    recorded: site.page(
      '/recorded.html',
      page(
        `<script src="/metered-call.js"></script><script>${callScript(HEALTHY)} window.recorder = MeteredCall.startRecorder(window); call();</script>`,
      ),
    ),
    /** A picture that nobody starts, beside a frame of another origin. */
    brokenFramed: site.page(
      '/broken-framed.html',
      page(
        `<script>${callScript('')} call();</script><iframe src="${site.origin.replace('127.0.0.1', 'localhost')}/secretless.html"></iframe>`,
      ),
    ),
    /** Its connections are to go through these servers, and a socket of ours is open. */
    tested: (servers: readonly RTCIceServer[], server: string): string =>
      site.page(
        '/tested.html',
        page(
          `<script>${callScript(HEALTHY)} call({ iceServers: ${JSON.stringify(servers)} }); new WebSocket('${server}/v1?key=pk_live_demo');</script>`,
        ),
      ),
    /** A call, and the browser is asked to make another page ready: one whose pictures nobody starts. */
    preparing: site.page(
      '/preparing.html',
      page(`<script type="speculationrules">
          {"prerender": [{"source": "list", "urls": ["/prepared.html"], "eagerness": "immediate"}]}
        </script>
        <script>
          ${callScript(HEALTHY)} call();
        </script><a href="/prepared.html">next</a>`),
    ),
    prepared: site.page(
      '/prepared.html',
      page(`<script>
        if (document.prerendering) void fetch('/prepared-early.html');
        ${callScript('')}
        if (document.prerendering) document.addEventListener('prerenderingchange', () => call());
        else call();
      </script>`),
    ),
    wasPrepared: () => prepared,
    framedBy: (kind: FrameKind): string =>
      site.page(`/framed-by-${kind}.html`, page(framedBy(kind, site.origin))),
    /** A call in a frame of another origin. */
    framed: site.page(
      '/framed.html',
      page(`<iframe src="${site.origin.replace('127.0.0.1', 'localhost')}/healthy.html"></iframe>`),
    ),
    secret: site.page(
      '/secret.html',
      page('<metered-call api-key="sk_live_0123456789abcdef"></metered-call>'),
    ),
    element: (server: string, key: string, title: string): string =>
      site.page(
        `/element-${title}.html`,
        page(
          `<script src="/metered-call.js"></script><metered-call room="r-${title}" server="${server}" api-key="${key}" autojoin></metered-call>`,
        ),
      ),
    /** Leads on to the page's own site. */
    leading: site.page(
      '/leading.html',
      page(`<script>location.replace('${site.origin}/led.html');</script>`),
    ),
    led: site.page('/led.html', page(`<script>top.postMessage('led', '*');</script>`)),
    frames: site.page('/frames.html', page(FRAMES)),
    scriptless: site.page('/scriptless.html', page(SCRIPTLESS), {
      'content-security-policy': "script-src 'none'",
    }),
    hostile: (attack: Attack): string => site.page(`/hostile-${attack}.html`, page(hostile(attack))),
    lawless: site.page('/lawless.html', page(LAWLESS)),
  };
}

/** Ways to put a frame into a page; `other` is an address of a site that nobody watches, `own` of the page's. */
const FRAME_KINDS = {
  posted: `const frame = add('iframe', { name: 'posted' });
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: other, target: 'posted' });
    document.body.append(form); form.submit(); await loaded(frame);`,
  shadow: `const host = document.createElement('div');
    document.body.append(host);
    await loaded(add('iframe', { src: other }, host.attachShadow({ mode: 'open' })));`,
  closed: `const host = document.createElement('x-host');
    document.body.append(host);
    await loaded(add('iframe', { src: other }, host.attachShadow({ mode: 'closed' })));`,
  object: `await loaded(add('object', { data: other, type: 'text/html' }));`,
  embed: `await loaded(add('embed', { src: other, type: 'text/html' }));`,
  sandboxed: `await loaded(add('iframe', { sandbox: 'allow-scripts', src: own }));`,
  shaded: `const host = document.createElement('div');
    document.body.append(host);
    const root = host.attachShadow({ mode: 'open' });
    await loaded(add('iframe', { sandbox: 'allow-scripts', src: own }, root));`,
  scriptless: `await loaded(add('iframe', { sandbox: '', src: own }));`,
  led: `addEventListener('message', () => { window.framed = true; });
    add('iframe', { src: other.replace('healthy', 'leading') });`,
} as const;

export type FrameKind = keyof typeof FRAME_KINDS;
export const HIDDEN_FRAMES: readonly FrameKind[] = ['posted', 'shadow', 'closed', 'object', 'embed'];
export const HARMLESS_FRAMES: readonly FrameKind[] = ['sandboxed', 'shaded', 'scriptless', 'led'];

const framedBy = (kind: FrameKind, origin: string): string => `<script>
  const own = '${origin}/healthy.html';
  const other = own.replace('127.0.0.1', 'localhost');
  const add = (tag, given, to = document.body) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
    to.append(element);
    return element;
  };
  const loaded = (element) => new Promise((done) => element.addEventListener('load', done, { once: true }));
  (async () => { ${FRAME_KINDS[kind]} ${kind === 'led' ? '' : 'window.framed = true;'} })();
</script>`;

/** In a frame: whether the hook was there before this script, told to the top. */
const TELL = (name: string): string =>
  `<script>top.postMessage({ name: '${name}', early: Symbol.for('metered-call.recorder') in window }, '*')</script>`;

const FRAMES = `<script>
  window.early = { top: Symbol.for('metered-call.recorder') in window };
  addEventListener('message', ({ data }) => { if (data && data.name) window.early[data.name] = data.early; });
  const add = (set) => { const frame = document.createElement('iframe'); set(frame); document.body.append(frame); };
  const tell = (name) => ${JSON.stringify(TELL('NAME')).replaceAll('</', '<\\/')}.replace('NAME', name);
  add((frame) => { frame.srcdoc = tell('srcdoc'); });
  add((frame) => { frame.src = URL.createObjectURL(new Blob([tell('blob')], { type: 'text/html' })); });
  add((frame) => { frame.sandbox = 'allow-scripts'; frame.srcdoc = tell('sandboxed'); });

</script>`;

const SCRIPTLESS = `
  <iframe srcdoc="<p>one</p>"></iframe>
  <iframe sandbox="allow-scripts" srcdoc="<p>two</p>"></iframe>
  <iframe src="/secret.html"></iframe>`;

/** What a page could try against whoever watches it, each beside a picture that nobody starts; by what it is. */
const HOSTILE = {
  /** Forged offers of a port, and what might be said on one. */
  forged: `
    for (let i = 0; i < 50; i += 1) {
      const { port1, port2 } = new MessageChannel();
      dispatchEvent(new Event('call-doctor:wanted'));
      dispatchEvent(new MessageEvent('call-doctor:offer', { ports: [port2], cancelable: true }));
      for (let k = 0; k < 200; k += 1) port1.postMessage({ type: 'recorded', dump: forged });
    }
    addEventListener('call-doctor:offer', (event) => { if (event.ports[0]) window.stolen = true; }, true);
    dispatchEvent(new Event('call-doctor:wanted'));
    const record = Symbol.for('metered-call.extension-hook');
    try { Object.defineProperty(window, record, { value: () => forged }); } catch {}`,
  /** More of everything than anybody could look at. */
  flood: `
    setInterval(() => { for (let i = 0; i < 300; i += 1) postMessage({ type: 'recorded', dump: forged }, '*'); }, 50);
    for (let i = 0; i < 200; i += 1) document.body.append(document.createElement('video'));
    for (let i = 0; i < 2_000; i += 1) ends[0].createDataChannel('channel ' + i);
    for (let i = 0; i < 100; i += 1) new RTCPeerConnection().close();
    for (let i = 0; i < 500; i += 1) ends[0].addIceCandidate({ candidate: 'candidate:' + i, sdpMid: '0' }).catch(() => {});`,
  /** Megabytes where a word belongs. */
  huge: `
    const huge = 'x'.repeat(2_000_000);
    try { ends[0].createDataChannel(huge); } catch {}
    ends[0].createDataChannel(huge.slice(0, 60_000));
    try { await ends[0].setRemoteDescription({ type: 'offer', sdp: huge }); } catch {}
    try { new WebSocket('ws://127.0.0.1:9/' + huge.slice(0, 50_000)); } catch {}
    try { new RTCPeerConnection({ iceServers: [{ urls: 'turn:' + huge, username: huge, credential: huge }] }); } catch {}
    navigator.mediaDevices?.getUserMedia({ video: { deviceId: { exact: huge } } }).catch(() => {});
    document.title = huge;`,
  /** Names that mean something to the language. */
  prototypes: `
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      ends[0].createDataChannel(name);
      const { probed } = window[Symbol.for('metered-call.recorder')].subscribe();
      probed(JSON.parse('{"at":1,"probe":"' + name + '","target":"' + name + '","ok":false,"tookMs":1,"__proto__":{"polluted":true}}'));
      probed({ at: 1, probe: 'turn', target: name, ok: { valueOf() { throw 1; } }, tookMs: NaN, error: { __proto__: { name } } });
    }
    Object.prototype.polluted = true;
    Object.defineProperty(Object.prototype, 'get', { value: () => 1, configurable: true, writable: true });`,
  /** What would be an element if anybody wrote it into a document. */
  html: `
    const evil = '<img src=x onerror="window.hacked = true"><script>window.hacked = true<\\/script>';
    for (const end of ends) end.createDataChannel(evil);
    window[Symbol.for('metered-call.recorder')].subscribe().probed(
      { at: Date.now(), probe: 'capture', target: 'camera', ok: false, tookMs: 1, error: { name: evil, message: evil } });
    try { await ends[0].setRemoteDescription({ type: 'offer', sdp: evil }); } catch {}
    document.title = evil;`,
} as const;

export type Attack = keyof typeof HOSTILE;
export const ATTACKS = Object.keys(HOSTILE) as Attack[];

const hostile = (attack: Attack): string => `<script>
  ${callScript('')}
  const forged = JSON.stringify({
    format: 'metered-call-dump', version: 1, environment: {}, findings: [{ code: 'kicked', severity: 'error' }],
    trace: JSON.parse('{"__proto__": {"polluted": true}, "connections": []}'),
  });
  call().then(async (ends) => {
    ${HOSTILE[attack]}
    window.armed = true;
  });
</script>`;

/** Nothing of the language can be relied on in this page. */
const LAWLESS = `<script>
  ${callScript('')}
  call();
  Object.prototype.type = 'recorded';
  Object.prototype.toJSON = function () { return { polluted: true }; };
  JSON.stringify = () => { throw new Error('no'); };
  Array.prototype.map = () => { throw new Error('no'); };
  Date.now = () => NaN;
  MessagePort.prototype.postMessage = () => { throw new Error('no'); };
</script>`;
