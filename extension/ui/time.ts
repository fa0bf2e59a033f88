const pad = (value: number): string => String(value).padStart(2, '0');

/** Milliseconds as `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return seconds >= 3_600 ? `${Math.floor(seconds / 3_600)}:${rest}` : rest;
}

/** A moment as `14:03:22.045`, in this machine's zone. */
export function clock(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${ms}`;
}
