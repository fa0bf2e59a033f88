/** WebSocket close codes of the service, under the names of the published client. */
export const WsCloseCode = {
  GoingAway: 1001,
  PolicyViolation: 1008,
  MessageTooBig: 1009,
  ClientInactivity: 4000,
  InvalidToken: 4001,
  TokenExpired: 4002,
  ChannelNotAuthorized: 4003,
  OverConcurrentLimit: 4010,
  OverMessageRate: 4011,
  AccountSuspended: 4012,
  AdminDisconnect: 4020,
} as const;
export type WsCloseCode = (typeof WsCloseCode)[keyof typeof WsCloseCode];

/** Codes after which the same credential will never be let in again. */
const TERMINAL: ReadonlySet<number> = new Set<number>([
  WsCloseCode.InvalidToken,
  WsCloseCode.ChannelNotAuthorized,
  WsCloseCode.AccountSuspended,
  WsCloseCode.AdminDisconnect,
]);

const NAMES: ReadonlyMap<number, string> = new Map<number, string>([
  [WsCloseCode.InvalidToken, 'invalid_token'],
  [WsCloseCode.TokenExpired, 'token_expired'],
  [WsCloseCode.ChannelNotAuthorized, 'channel_not_authorized'],
  [WsCloseCode.OverConcurrentLimit, 'over_concurrent_limit'],
  [WsCloseCode.OverMessageRate, 'over_message_rate'],
  [WsCloseCode.AccountSuspended, 'account_suspended'],
  [WsCloseCode.AdminDisconnect, 'admin_disconnect'],
]);

export function isTerminalCloseCode(code: number): boolean {
  return TERMINAL.has(code);
}

/** A stable snake_case name; `close_<code>` where the code has none. */
export function closeCodeName(code: number): string {
  return NAMES.get(code) ?? `close_${code}`;
}
