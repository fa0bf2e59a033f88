import { LAYOUTS, LOBBIES, THEMES } from '../../widget/attributes.ts';
import { table } from './section.ts';

interface Described {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}

interface Member extends Described {
  readonly kind: string;
  readonly attribute?: string;
  readonly readonly?: boolean;
  readonly parameters?: readonly (Described & { readonly optional?: boolean })[];
  readonly return?: { readonly type: { readonly text: string } };
}

/** The part of a custom elements manifest that is read here. */
export interface ElementManifest {
  readonly attributes: readonly Described[];
  readonly members: readonly Member[];
  readonly events: readonly Described[];
  readonly slots: readonly Described[];
  readonly cssParts: readonly Described[];
  readonly cssProperties: readonly Described[];
}

/** Values that the sources name in one place, of which the manifest knows the name alone. */
const VALUES: Readonly<Record<string, readonly string[]>> = { LAYOUTS, LOBBIES, THEMES };

const valuesOf = (type: string): string =>
  type.replace(/^\(typeof (\w+)\)\[number\]$/, (whole, name: string) => VALUES[name]?.join(' | ') ?? whole);

const code = (text: string): string => `\`${text.replaceAll(/\s+/g, ' ')}\``;
const about = ({ description = '' }: Described): string => description;

function signature({ name, parameters = [] }: Member): string {
  const given = parameters.map((parameter) => `${parameter.name}${parameter.optional ? '?' : ''}`);
  return `${name}(${given.join(', ')})`;
}

/** `CustomEvent<{…}>` without its wrapping. */
function detailOf({ type }: Described): string {
  const detail = /^CustomEvent<([\s\S]*)>$/.exec(type?.text ?? '')?.[1];
  return detail === undefined ? '' : code(detail);
}

/** What the manifest says of the element, as tables. */
export function elementSection(manifest: ElementManifest): string {
  const { members, attributes, events, slots, cssParts, cssProperties } = manifest;
  const properties = members.filter(({ kind, attribute }) => kind === 'field' && attribute === undefined);
  const alone = properties.filter(({ name }) => !attributes.some((a) => a.name === name));
  const methods = members.filter(({ kind }) => kind === 'method');
  return [
    '### Attributes',
    'Each is a property too, in camelCase. What is not known counts as the default, with one warning.',
    table(
      ['attribute', 'is', 'about'],
      attributes.map((a) => [code(a.name), code(valuesOf(a.type?.text ?? 'string')), about(a)]),
    ),
    '### Properties without an attribute',
    table(
      ['property', 'is', 'about'],
      alone.map((p) => [code(p.name), code(p.type?.text ?? ''), about(p)]),
    ),
    '### Methods',
    'Each returns a Promise.',
    table(
      ['method', 'resolves with', 'about'],
      methods.map((m) => [
        code(signature(m)),
        code(/^Promise<([\s\S]*)>$/.exec(m.return?.type.text ?? '')?.[1] ?? ''),
        about(m),
      ]),
    ),
    '### Events',
    'They bubble and leave shadow roots. In TypeScript `addEventListener` knows each `detail`.',
    table(
      ['event', 'detail', 'when'],
      events.filter(({ description }) => description).map((e) => [code(e.name), detailOf(e), about(e)]),
    ),
    '### Slots',
    table(
      ['slot', 'where'],
      slots.map((s) => [code(s.name), about(s)]),
    ),
    '### Parts',
    table(
      ['part', 'is'],
      cssParts.map((p) => [code(p.name), about(p)]),
    ),
    '### Custom properties',
    table(
      ['property', 'for'],
      cssProperties.map((p) => [code(p.name), about(p)]),
    ),
  ].join('\n\n');
}
