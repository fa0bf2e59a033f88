import { spawnSync } from 'node:child_process';
import { ensureCommand } from './packages.ts';

/** Where the middle is reached from every side, whatever the side's own address. */
export const MIDDLE = '10.77.0.1';

/** A side's own network, or another one: a new address and a new router. */
export type Place = 'home' | 'away';

/** One end of the network, with a single way out. */
export interface Side {
  readonly namespace: string;
  /** Takes the way out: its link is down, and the routes over it are gone. */
  disconnect(): void;
  /** Gives it back, at home under the address that it had. */
  connect(place: Place): void;
}

/** Two sides that reach each other, and a server, by way of a middle alone. */
export interface Network {
  readonly middle: string;
  readonly sides: readonly [Side, Side];
  /** Ends what still runs in the namespaces, and removes them. Idempotent. */
  remove(): void;
}

const PREFIX = /^mc(\d+)-/;
const prefix = `mc${process.pid}`;

function ip(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(ensureCommand('ip', 'iproute2'), args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim() || `status ${status}`}`);
  return stdout;
}

/** Why this machine cannot have namespaces, or null if it can. */
export function namespacesMissing(): string | null {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const name = `${prefix}-try`;
  try {
    ip('netns', 'add', name);
    try {
      ip('-n', name, 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1');
    } finally {
      ip('netns', 'del', name);
    }
    return null;
  } catch (err) {
    return err instanceof Error ? err.message : String(err);
  }
}

function set(namespace: string, knob: string, value: string): void {
  ip('netns', 'exec', namespace, 'sh', '-c', `echo ${value} > /proc/sys/net/${knob}`);
}

function add(namespace: string): void {
  ip('netns', 'add', namespace);
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
}

/** The networks of side `n` are 10.77.N1.0/24 at home and 10.77.N2.0/24 away; the middle routes both. */
function join(n: number, namespace: string, middle: string): Side {
  const subnet: Record<Place, string> = { home: `10.77.${n}1`, away: `10.77.${n}2` };
  ip('-n', middle, 'link', 'add', `side${n}`, 'type', 'veth', 'peer', 'name', 'out', 'netns', namespace);
  for (const net of Object.values(subnet))
    ip('-n', middle, 'address', 'add', `${net}.1/24`, 'dev', `side${n}`);
  ip('-n', middle, 'link', 'set', `side${n}`, 'up');
  // An address of version 6 would come and go in its own time.
  set(namespace, 'ipv6/conf/out/disable_ipv6', '1');

  let current: Place | undefined;
  const connect = (place: Place): void => {
    const net = subnet[place];
    if (place !== current) {
      ip('-n', namespace, 'address', 'flush', 'dev', 'out');
      ip('-n', namespace, 'address', 'add', `${net}.2/24`, 'dev', 'out');
    }
    current = place;
    ip('-n', namespace, 'link', 'set', 'out', 'up');
    // It went with the link.
    ip('-n', namespace, 'route', 'replace', 'default', 'via', `${net}.1`);
  };
  connect('home');
  return {
    namespace,
    disconnect: () => void ip('-n', namespace, 'link', 'set', 'out', 'down'),
    connect,
  };
}

/** The processes that run in a namespace, which is nobody's but ours. */
function endProcesses(namespace: string): void {
  for (const pid of ip('netns', 'pids', namespace).split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}

function remove(namespace: string): void {
  endProcesses(namespace);
  ip('netns', 'del', namespace);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What a run has left that was killed before it could clear up. */
function removeLeftovers(): void {
  for (const line of ip('netns', 'list').split('\n')) {
    const pid = PREFIX.exec(line)?.[1];
    if (pid !== undefined && !alive(Number(pid))) remove(line.split(' ')[0] ?? '');
  }
}

let networks = 0;

/** @throws where `namespacesMissing()` gives a reason */
export function createNetwork(): Network {
  removeLeftovers();
  networks += 1;
  const [middle, a, b] = ['m', 'a', 'b'].map((letter) => `${prefix}-${networks}${letter}`) as [
    string,
    string,
    string,
  ];
  const added: string[] = [];
  const removeAll = (): void => {
    process.off('exit', removeAll);
    for (const namespace of added.splice(0)) remove(namespace);
  };
  process.once('exit', removeAll);
  try {
    for (const namespace of [middle, a, b]) {
      add(namespace);
      added.push(namespace);
    }
    ip('-n', middle, 'address', 'add', `${MIDDLE}/32`, 'dev', 'lo');
    set(middle, 'ipv4/ip_forward', '1');
    return { middle, sides: [join(1, a, middle), join(2, b, middle)], remove: removeAll };
  } catch (err) {
    removeAll();
    throw err;
  }
}
