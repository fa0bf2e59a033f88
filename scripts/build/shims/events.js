// Node's EventEmitter as far as simple-peer goes. As in Node, an `error` nobody listens to throws.
export class EventEmitter {
  #listeners = new Map();

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  once(event, listener) {
    const wrapped = (...args) => {
      this.removeListener(event, wrapped);
      listener.apply(this, args);
    };
    wrapped.listener = listener;
    return this.on(event, wrapped);
  }

  removeListener(event, listener) {
    const rest = [...(this.#listeners.get(event) ?? [])];
    const index = rest.findLastIndex((l) => l === listener || l.listener === listener);
    if (index >= 0) rest.splice(index, 1);
    this.#listeners.set(event, rest);
    return this;
  }

  emit(event, ...args) {
    const listeners = this.#listeners.get(event) ?? [];
    if (listeners.length === 0 && event === 'error') throw args[0];
    for (const listener of listeners) listener.apply(this, args);
    return listeners.length > 0;
  }
}
