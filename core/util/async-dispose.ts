/** Symbol.asyncDispose where the platform has it; elsewhere a symbol that nobody looks for. */
export const ASYNC_DISPOSE: typeof Symbol.asyncDispose =
  (Symbol as { asyncDispose?: typeof Symbol.asyncDispose }).asyncDispose ??
  (Symbol('asyncDispose') as typeof Symbol.asyncDispose);
