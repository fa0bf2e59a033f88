/** An Error with a `name` that callers switch on; messages are for people and may change. */
export function namedError(name: string, message: string): Error {
  const err = new Error(message);
  err.name = name;
  return err;
}
