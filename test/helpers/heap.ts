import type { Page } from 'puppeteer-core';

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
      readonly edge_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

/** Fields of an edge: its type, its name or index, the node that it leads to. */
const EDGE_FIELDS = 3;

/**
 * Chromium keeps some closed connections for as long as the page lives, by a change of state that it has posted to
 * itself and never delivers: of plain connections, opened and closed in turn, one in twenty (seen in 156).
 */
const CHROMIUMS_OWN = /blink::RTCPeerConnection::Change/;

async function take(page: Page): Promise<Snapshot> {
  const cdp = await page.createCDPSession();
  const chunks: string[] = [];
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  // Twice: what a finalizer lets go of is collected by the second.
  for (let n = 0; n < 2; n += 1) await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await cdp.detach();
  return JSON.parse(chunks.join('')) as Snapshot;
}

/**
 * How many objects of each class the page holds on to, Chromium only; what the browser alone holds on to for
 * reasons of its own is left out. Classes go by the name of their constructor.
 */
export async function heldObjects<Name extends string>(
  page: Page,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const { snapshot, nodes, edges, strings } = await take(page);
  const { node_fields: fields, node_types: nodeTypes, edge_types: edgeTypes } = snapshot.meta;
  const width = fields.length;
  const at = (node: number, field: string): number => nodes[node * width + fields.indexOf(field)] ?? 0;
  const weak = edgeTypes[0].indexOf('weak');
  const named = new Set(
    ['property', 'internal', 'context', 'shortcut'].map((type) => edgeTypes[0].indexOf(type)),
  );

  const firstEdge: number[] = [];
  let edge = 0;
  for (let node = 0; node * width < nodes.length; node += 1) {
    firstEdge.push(edge);
    edge += at(node, 'edge_count');
  }
  firstEdge.push(edge);

  const reached = new Set([0]);
  for (const node of reached) {
    for (let e = firstEdge[node] ?? 0; e < (firstEdge[node + 1] ?? 0); e += 1) {
      const [type = 0, name = 0, to = 0] = edges.slice(e * EDGE_FIELDS, (e + 1) * EDGE_FIELDS);
      if (type === weak || (named.has(type) && CHROMIUMS_OWN.test(strings[name] ?? ''))) continue;
      reached.add(to / width);
    }
  }

  const held = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  for (const node of reached) {
    const type = nodeTypes[0][at(node, 'type')];
    const name = strings[at(node, 'name')] ?? '';
    if ((type === 'object' || type === 'native') && Object.hasOwn(held, name)) held[name as Name] += 1;
  }
  return held;
}
