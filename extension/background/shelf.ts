import browser from 'webextension-polyfill';
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

/** When somebody has said for the last time that everything is to be forgotten; milliseconds since 1970. */
export interface Forgotten {
  read(): Promise<number>;
  write(at: number): Promise<void>;
}

/** For as long as the browser runs: no page lives longer. */
export const forgotten: Forgotten = {
  async read() {
    const { forgottenAt } = await browser.storage.session.get('forgottenAt');
    return typeof forgottenAt === 'number' ? forgottenAt : 0;
  },
  write: (forgottenAt) => browser.storage.session.set({ forgottenAt }),
};

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
