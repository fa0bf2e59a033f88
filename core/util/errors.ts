/** An Error with a `name` that callers switch on; messages are for people and may change. */
export function namedError(name: string, message: string): Error {
  const err = new Error(message);
  err.name = name;
  return err;
}

/** An Error that is no class of its own and has no name but that, with a `code` that callers switch on. */
export function codedError(code: string, message: string): Error & { readonly code: string } {
  return Object.assign(new Error(message), { code });
}
