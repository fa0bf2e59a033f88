/** The sockets of each peer of one tenant on this node, newest last. */
export class Peers<M extends { readonly peerId: string }> {
  /** Nearly every peer has one socket, and no list of its own. */
  readonly #sockets = new Map<string, M | readonly M[]>();

  add(member: M): void {
    const own = this.of(member.peerId);
    this.#sockets.set(member.peerId, own.length > 0 ? [...own, member] : member);
  }

  remove(member: M): void {
    const left = this.of(member.peerId).filter((other) => other !== member);
    const [only] = left;
    if (!only) this.#sockets.delete(member.peerId);
    else this.#sockets.set(member.peerId, left.length > 1 ? left : only);
  }

  /** Where a direct message to `peerId` goes. */
  newest(peerId: string): M | undefined {
    const own = this.#sockets.get(peerId);
    return isList(own) ? own.at(-1) : own;
  }

  of(peerId: string): readonly M[] {
    const own = this.#sockets.get(peerId);
    if (own === undefined) return [];
    return isList(own) ? own : [own];
  }

  ids(): IterableIterator<string> {
    return this.#sockets.keys();
  }

  all(): M[] {
    return [...this.#sockets.values()].flatMap((own) => own);
  }
}

function isList<M>(own: M | readonly M[] | undefined): own is readonly M[] {
  return Array.isArray(own);
}
