import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { z } from 'zod';
import { configSchema } from './schema.ts';
import type { ConfigFile } from './schema.ts';

/** The configuration is not usable. The message names the line and the field, and never a value. */
export class ConfigError extends Error {
  readonly code = 'invalid_config';
  /** Counted from 1. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = 'ConfigError';
    this.line = line;
  }
}

type Path = readonly PropertyKey[];

/**
 * Reads the configuration file's text: JSON, comments allowed.
 * @throws ConfigError for the first thing that is wrong
 */
export function parseConfig(text: string): ConfigFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first || !tree) {
    const what = first ? wordsOf(printParseErrorCode(first.error)) : 'value expected';
    throw new ConfigError(lineAt(text, first?.offset ?? 0), what);
  }
  const twice = duplicateIn(tree);
  if (twice) throw new ConfigError(lineAt(text, twice.offset), 'the field is given twice');
  const result = configSchema.safeParse(valueOf(tree));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (!issue) throw new ConfigError(1, 'not a configuration');
  const { path, message } = describe(issue);
  throw new ConfigError(lineAt(text, offsetOf(tree, path)), `${nameOf(path)} ${message}`);
}

/** The line on which a part of the configuration stands, for checks that need more than the file. */
export function lineOf(text: string, path: Path): number {
  const tree = parseTree(text);
  return tree ? lineAt(text, offsetOf(tree, path)) : 1;
}

function describe(issue: z.core.$ZodIssue): { path: Path; message: string } {
  if (issue.code === 'unrecognized_keys') {
    return { path: [...issue.path, issue.keys[0] ?? ''], message: 'is not a field of the configuration' };
  }
  if (issue.code === 'invalid_type')
    return { path: issue.path, message: `must be ${article(issue.expected)}` };
  return { path: issue.path, message: issue.message.replace(/^Invalid [^:]+: /, '').replace(/^T/, 't') };
}

function article(type: string): string {
  const name =
    type === 'array' ? 'list' : type === 'int' ? 'whole number' : type === 'string' ? 'text' : type;
  return name === 'text' ? 'text' : /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

/** Where a field stands; where it is missing, what should hold it. */
function offsetOf(tree: Node, path: Path): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = findNodeAtLocation(tree, path.slice(0, depth) as (string | number)[]);
    if (node) return (depth === path.length && node.parent?.type === 'property' ? node.parent : node).offset;
  }
  return 0;
}

/** The tree as plain values. A field called `__proto__` stays a field. */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value;
  const entries = (node.children ?? []).map(({ children = [] }) => {
    const [name, value] = children;
    return [String(name?.value), value ? valueOf(value) : undefined] as const;
  });
  return Object.fromEntries(entries);
}

function duplicateIn(node: Node): Node | undefined {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    if (child.type === 'property') {
      const name: unknown = child.children?.[0]?.value;
      if (seen.has(name)) return child;
      seen.add(name);
    }
    const deeper = duplicateIn(child);
    if (deeper) return deeper;
  }
  return undefined;
}

function nameOf(path: Path): string {
  if (path.length === 0) return 'the configuration';
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .slice(1);
}

const wordsOf = (code: string): string => code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
