import { isRecord } from '../../util/is-record.ts';
import { MAX_TEXT } from '../bounds.ts';

/** Takes a value of unknown origin apart: what it should be, or undefined. */
export type Read<T> = (value: unknown) => T | undefined;

export const number: Read<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
export const boolean: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
export const text =
  (max = MAX_TEXT): Read<string> =>
  (value) =>
    typeof value === 'string' ? value.slice(0, max) : undefined;
export const scalar: Read<string | number | boolean> = (value) =>
  number(value) ?? boolean(value) ?? text()(value);

export const oneOf =
  <T extends string>(...known: readonly T[]): Read<T> =>
  (value) =>
    known.find((one) => one === value);

export const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  (value) =>
    value === null ? null : read(value);

/** The newest `max` entries; what is not sound is left out. */
export const list =
  <T>(read: Read<T>, max: number): Read<T[]> =>
  (value) => {
    if (!Array.isArray(value)) return undefined;
    return value.slice(-max).flatMap((entry: unknown) => {
      const sound = read(entry);
      return sound === undefined ? [] : [sound];
    });
  };

/** An object of named values of one kind. */
export const named =
  <T>(read: Read<T>, max: number): Read<Record<string, T>> =>
  (value) => {
    if (!isRecord(value)) return undefined;
    const entries = Object.entries(value)
      .slice(0, max)
      .flatMap(([key, entry]) => {
        const sound = key === '__proto__' ? undefined : read(entry);
        return sound === undefined ? [] : [[key.slice(0, MAX_TEXT), sound] as const];
      });
    return Object.fromEntries(entries);
  };

type Fields = Readonly<Record<string, Read<unknown>>>;

/** Refused where a required field is not sound; an optional one is left out then. Others are not looked at. */
export const object =
  <T>(required: Fields, optional: Fields = {}): Read<T> =>
  (value) => {
    if (!isRecord(value)) return undefined;
    const sound: Record<string, unknown> = {};
    for (const [key, read] of Object.entries(required)) {
      const field = read(value[key]);
      if (field === undefined) return undefined;
      sound[key] = field;
    }
    for (const [key, read] of Object.entries(optional)) {
      const field = value[key] === undefined ? undefined : read(value[key]);
      if (field !== undefined) sound[key] = field;
    }
    return sound as T;
  };

/** One of several objects, by its `type`. */
export const tagged =
  <T>(variants: Readonly<Record<string, Read<unknown>>>): Read<T> =>
  (value) => {
    const type = isRecord(value) ? value['type'] : undefined;
    if (typeof type !== 'string' || !Object.hasOwn(variants, type)) return undefined;
    const sound = variants[type]?.(value);
    return sound === undefined ? undefined : ({ ...(sound as object), type } as T);
  };
