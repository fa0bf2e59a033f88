/** What a socket is to its page, without a network: frames come by hand. */
export class FakeSocket extends EventTarget {
  readonly sent: unknown[] = [];

  send(data: unknown): void {
    this.sent.push(data);
  }

  close(code = 1000, reason = ''): void {
    // As a real one: never while it is being asked to.
    queueMicrotask(() => this.end(code, reason));
  }

  receive(frame: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }

  end(code: number, reason: string): void {
    this.dispatchEvent(new CloseEvent('close', { code, reason }));
  }
}
