// Node's EventEmitter as far as simple-peer goes. As in Node, an `error` nobody listens to throws.
export class EventEmitter {
  #listeners = new Map();

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  once(event, listener) {
    const wrapped = (...args) => {
      this.off(event, wrapped);
      listener.apply(this, args);
    };
    wrapped.listener = listener;
    return this.on(event, wrapped);
  }

  off(event, listener) {
    const rest = [...(this.#listeners.get(event) ?? [])];
    const index = rest.findLastIndex((l) => l === listener || l.listener === listener);
    if (index >= 0) rest.splice(index, 1);
    this.#listeners.set(event, rest);
    return this;
  }

  removeListener(event, listener) {
    return this.off(event, listener);
  }

  removeAllListeners(event) {
    if (event === undefined) this.#listeners.clear();
    else this.#listeners.delete(event);
    return this;
  }

  listenerCount(event) {
    return this.#listeners.get(event)?.length ?? 0;
  }

  emit(event, ...args) {
    const listeners = this.#listeners.get(event) ?? [];
    if (listeners.length === 0 && event === 'error') throw args[0];
    for (const listener of listeners) listener.apply(this, args);
    return listeners.length > 0;
  }
}

EventEmitter.prototype.addListener = EventEmitter.prototype.on;
