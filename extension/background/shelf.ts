import { clear, createStore, del, get, keys, set } from 'idb-keyval';
import type { UseStore } from 'idb-keyval';
import type { KeptTab } from '../recordings/store.ts';

export type Kept = KeptTab & { readonly at: number };

/** Where tabs are kept while the worker sleeps. Each call may be refused: a disk may be full, a profile without storage. */
export interface Shelf {
  get(key: string): Promise<Kept | undefined>;
  set(key: string, kept: Kept): Promise<void>;
  remove(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  clear(): Promise<void>;
}

let opened: UseStore | undefined;
const database = (): UseStore => (opened ??= createStore('call-doctor', 'tabs'));

/** The extension's own database. */
export const shelf: Shelf = {
  get: async (key) => get<Kept>(key, database()),
  set: async (key, kept) => set(key, kept, database()),
  remove: async (key) => del(key, database()),
  keys: async () => keys<string>(database()),
  clear: async () => clear(database()),
};
