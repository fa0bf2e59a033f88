/** The sockets of each peer of one tenant on this node, newest last. */
export class Peers<M extends { readonly peerId: string }> {
  readonly #sockets = new Map<string, M[]>();

  add(member: M): void {
    const own = this.#sockets.get(member.peerId);
    if (own) own.push(member);
    else this.#sockets.set(member.peerId, [member]);
  }

  remove(member: M): void {
    const left = this.of(member.peerId).filter((other) => other !== member);
    if (left.length > 0) this.#sockets.set(member.peerId, left);
    else this.#sockets.delete(member.peerId);
  }

  /** Where a direct message to `peerId` goes. */
  newest(peerId: string): M | undefined {
    return this.#sockets.get(peerId)?.at(-1);
  }

  of(peerId: string): readonly M[] {
    return this.#sockets.get(peerId) ?? [];
  }

  ids(): IterableIterator<string> {
    return this.#sockets.keys();
  }

  all(): M[] {
    return [...this.#sockets.values()].flat();
  }
}
