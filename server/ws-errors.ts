/** What ws closes a connection with when a frame breaks its rules (RFC 6455 section 7.4.1), by its error's code. */
const CODES: ReadonlyMap<unknown, number> = new Map([
  ['WS_ERR_INVALID_UTF8', 1007],
  ['WS_ERR_TOO_MANY_BUFFERED_PARTS', 1008],
  ['WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH', 1009],
  ['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 1009],
]);
const PROTOCOL_ERROR = 1002;

export function closeCodeOf(error: Error): number {
  return CODES.get('code' in error ? error.code : undefined) ?? PROTOCOL_ERROR;
}
