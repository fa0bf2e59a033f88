// What simple-peer uses of `readable-stream` once its data is none of its business: a Duplex that has ended at both sides.
import { EventEmitter } from './events.js';

export class Duplex extends EventEmitter {
  _readableState = { ended: true };
  _writableState = { finished: true };
}
