import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks a second in /proc (sysconf(_SC_CLK_TCK)), 100 on every Linux that runs a browser. */
const TICKS = 100;

function stat(pid: string): { parent: string; ticks: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command in brackets may hold anything: fields are counted from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: fields[1] ?? '', ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null;
  }
}

/** Seconds of processor time that a process and all below it have taken; NaN where there is no /proc. */
export function cpuSeconds(root: number): number {
  let pids: string[];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return NaN;
  }
  const all = new Map(pids.map((pid) => [pid, stat(pid)]));
  const below = (pid: string): boolean => {
    for (let at: string | undefined = pid; at !== undefined && at !== '0'; at = all.get(at)?.parent)
      if (at === String(root)) return true;
    return false;
  };
  let ticks = 0;
  for (const [pid, entry] of all) if (entry && below(pid)) ticks += entry.ticks;
  return ticks / TICKS;
}
