/**
 * Tokens that the parent sends. One is used for as long as it is good; when another is needed `ask` is
 * called, and whoever needs it waits: the engine itself gives up on one that does not come.
 */
export function createTokens(ask) {
  let given = null;
  let waiting = [];
  const next = () => {
    if (given === null) {
      const { promise, resolve } = deferred();
      waiting.push(resolve);
      ask();
      return promise;
    }
    const token = given;
    given = null;
    return Promise.resolve(token);
  };
  const cache = new MeteredCall.TokenCache({ provider: next });
  return {
    provider: cache.provider,
    awaited: () => waiting.length > 0,
    give(token) {
      if (waiting.length === 0) {
        given = token;
        return void cache.clear();
      }
      for (const resolve of waiting) resolve(token);
      waiting = [];
    },
  };
}

/** Promise.withResolvers, which is newer than the browsers that can call. */
function deferred() {
  let resolve;
  const promise = new Promise((take) => (resolve = take));
  return { promise, resolve };
}
