// What simple-peer uses of `readable-stream`: a Duplex whose writes are taken one at a time and whose
// reads are pushed. No pipe, no read(), no encoding: nothing in core asks for them. Text arrives as a string,
// where Node's streams would make bytes of it.
import { EventEmitter } from './events.js';

export class Duplex extends EventEmitter {
  constructor() {
    super();
    this.readable = this.writable = true;
    this._readableState = { ended: false };
    this._writableState = { finished: false };
    this._inbox = [];
    this._outbox = [];
    this._writing = this._ending = false;
  }

  on(event, listener) {
    super.on(event, listener);
    if (event === 'data') queueMicrotask(() => this._flow());
    return this;
  }

  push(chunk) {
    if (this._readableState.ended) return false;
    if (chunk === null) this._readableState.ended = true;
    this._inbox.push(chunk);
    this._flow();
    return this.listenerCount('data') > 0;
  }

  write(chunk) {
    if (this._ending) throw new Error('write after end');
    this._outbox.push(chunk);
    this._drain();
    return !this._writing;
  }

  end(chunk) {
    if (chunk !== undefined) this.write(chunk);
    this._ending = true;
    this._drain();
    return this;
  }

  _flow() {
    while (this._inbox.length > 0 && (this.listenerCount('data') > 0 || this._inbox[0] === null)) {
      const chunk = this._inbox.shift();
      if (chunk === null) this.emit('end');
      else this.emit('data', chunk);
    }
  }

  _drain() {
    if (this._writing) return;
    if (this._outbox.length > 0) {
      this._writing = true;
      let settled = false;
      this._write(this._outbox.shift(), undefined, (err) => {
        if (settled) return;
        settled = true;
        this._writing = false;
        if (err) return this.destroy(err);
        if (this._outbox.length === 0 && !this._ending) this.emit('drain');
        this._drain();
      });
    } else if (this._ending && !this._writableState.finished) {
      this._writableState.finished = true;
      queueMicrotask(() => this.emit('finish'));
    }
  }
}
