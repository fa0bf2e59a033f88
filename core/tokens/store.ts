import { clear, createStore, del, get, set } from 'idb-keyval';
import type { UseStore } from 'idb-keyval';

let opened: UseStore | undefined;

/** One connection for the page, so that what is asked of it happens in the order it was asked. */
function store(): UseStore {
  return (opened ??= createStore('metered-call-tokens', 'tokens'));
}

/** False in Node, and where the browser offers none. One that it offers may refuse all the same. */
export function hasStore(): boolean {
  return typeof indexedDB !== 'undefined';
}

export function readRecord(key: string): Promise<unknown> {
  return get(key, store());
}

export function writeRecord(key: string, record: unknown): Promise<void> {
  return set(key, record, store());
}

export function removeRecord(key: string): Promise<void> {
  return del(key, store());
}

export function removeAllRecords(): Promise<void> {
  return clear(store());
}
