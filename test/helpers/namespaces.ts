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

export interface NetworkOptions {
  /**
   * Puts each side behind a router of its own that gives every destination another port and lets in only what
   * answers: a symmetric NAT. Such a side has no other place to go to.
   */
  readonly nat?: boolean;
}

/** Two sides that reach each other, and a server, by way of a middle alone. */
export interface Network {
  readonly middle: string;
  readonly sides: readonly [Side, Side];
  /** Loads statements of `nft` in the middle, where a side `n`'s packets come and go by the link `side<n>`. */
  filter(statements: string): void;
  /** Ends what still runs in the namespaces, and removes them. Idempotent. */
  remove(): void;
}

const PREFIX = /^mc(\d+)-/;
const prefix = `mc${process.pid}`;

function run(command: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', input });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr.trim() || `status ${status}`}`);
  return stdout;
}

const ip = (...args: string[]): string => run(ensureCommand('ip', 'iproute2'), args);

const nft = (namespace: string, statements: string): void =>
  void run(
    ensureCommand('ip', 'iproute2'),
    ['netns', 'exec', namespace, ensureCommand('nft', 'nftables'), '-f', '-'],
    statements,
  );

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

/** What stands behind a router: its own addresses are nobody's business, and each destination gets a port of its own. */
const SYMMETRIC_NAT = `table ip nat {
  chain leave { type nat hook postrouting priority srcnat; oifname "public" masquerade random,fully-random; }
  chain pass {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname "private" accept
  }
  chain arrive {
    type filter hook input priority filter;
    iifname "public" ct state new drop
  }
}`;

/** Side `n` behind router `router`: 192.168.N.0/24 inside, 10.77.N1.2 outside. */
function joinBehind(n: number, namespace: string, router: string, middle: string): Side {
  const [inside, outside] = [`192.168.${n}`, `10.77.${n}1`];
  ip('-n', middle, 'link', 'add', `side${n}`, 'type', 'veth', 'peer', 'name', 'public', 'netns', router);
  ip('-n', middle, 'address', 'add', `${outside}.1/24`, 'dev', `side${n}`);
  ip('-n', middle, 'link', 'set', `side${n}`, 'up');
  ip('-n', router, 'address', 'add', `${outside}.2/24`, 'dev', 'public');
  ip('-n', router, 'link', 'set', 'public', 'up');
  ip('-n', router, 'route', 'add', 'default', 'via', `${outside}.1`);
  ip('-n', router, 'link', 'add', 'private', 'type', 'veth', 'peer', 'name', 'out', 'netns', namespace);
  ip('-n', router, 'address', 'add', `${inside}.1/24`, 'dev', 'private');
  ip('-n', router, 'link', 'set', 'private', 'up');
  set(router, 'ipv4/ip_forward', '1');
  nft(router, SYMMETRIC_NAT);
  set(namespace, 'ipv6/conf/out/disable_ipv6', '1');
  ip('-n', namespace, 'address', 'add', `${inside}.2/24`, 'dev', 'out');
  const connect = (place: Place): void => {
    if (place !== 'home') throw new Error('there is no other place behind a router');
    ip('-n', namespace, 'link', 'set', 'out', 'up');
    ip('-n', namespace, 'route', 'replace', 'default', 'via', `${inside}.1`);
  };
  connect('home');
  return { namespace, disconnect: () => void ip('-n', namespace, 'link', 'set', 'out', 'down'), connect };
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
export function createNetwork({ nat = false }: NetworkOptions = {}): Network {
  removeLeftovers();
  networks += 1;
  const named = (letters: string): string => `${prefix}-${networks}${letters}`;
  const [middle, a, b] = [named('m'), named('a'), named('b')];
  const added: string[] = [];
  const enter = (namespace: string): string => {
    add(namespace);
    added.push(namespace);
    return namespace;
  };
  const removeAll = (): void => {
    process.off('exit', removeAll);
    for (const namespace of added.splice(0)) remove(namespace);
  };
  process.once('exit', removeAll);
  try {
    enter(middle);
    ip('-n', middle, 'address', 'add', `${MIDDLE}/32`, 'dev', 'lo');
    set(middle, 'ipv4/ip_forward', '1');
    // What is addressed to nobody is lost on the way, as it is elsewhere; a relay that is told so at once gives up.
    ip('-n', middle, 'link', 'add', 'nowhere', 'type', 'veth', 'peer', 'name', 'void');
    ip('-n', middle, 'link', 'set', 'void', 'up');
    ip('-n', middle, 'link', 'set', 'nowhere', 'arp', 'off', 'up');
    ip('-n', middle, 'route', 'add', 'default', 'dev', 'nowhere');
    const place = (side: string, n: number): Side =>
      nat ? joinBehind(n, enter(side), enter(`${side}r`), middle) : join(n, enter(side), middle);
    return {
      middle,
      sides: [place(a, 1), place(b, 2)],
      filter: (statements) => nft(middle, statements),
      remove: removeAll,
    };
  } catch (err) {
    removeAll();
    throw err;
  }
}
