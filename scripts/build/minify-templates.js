import { transform } from 'esbuild';

function* taggedTemplates(node) {
  if (Array.isArray(node)) {
    for (const item of node) yield* taggedTemplates(item);
  } else if (node && typeof node.type === 'string') {
    if (node.type === 'TaggedTemplateExpression' && node.tag.type === 'Identifier') yield node;
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'parent' && typeof value === 'object') yield* taggedTemplates(value);
    }
  }
}

/**
 * A run of white space that holds a line break is one space to HTML, save in `pre`, which we do not use; before the
 * end of a tag it is nothing.
 */
const collapse = (text) => text.replace(/\s*\n\s*(?=>)/g, '').replace(/\s*\n\s*/g, ' ');

/** A whole style sheet through esbuild; one with expressions in it loses its line breaks only. */
async function minifyCss(quasis) {
  if (quasis.length > 1) return quasis.map(({ value }) => collapse(value.raw));
  const { code } = await transform(quasis[0].value.cooked, { loader: 'css', minify: true });
  return [code.trim().replace(/[\\`]/g, '\\$&')];
}

/** Minifies the html, svg and css templates of our own sources: no minifier of scripts looks into them. */
export function minifyTemplates() {
  return {
    name: 'minify-templates',
    async transform(code, id) {
      if (!/[\\/]widget[\\/].*\.ts$/.test(id)) return null;
      const edits = [];
      for (const { tag, quasi } of taggedTemplates(this.parse(code))) {
        if (!['html', 'svg', 'css'].includes(tag.name)) continue;
        const texts =
          tag.name === 'css'
            ? await minifyCss(quasi.quasis)
            : quasi.quasis.map(({ value }) => collapse(value.raw));
        quasi.quasis.forEach(({ start, end }, i) => edits.push({ start, end, text: texts[i] }));
      }
      edits.sort((a, b) => b.start - a.start);
      let out = code;
      for (const { start, end, text } of edits) out = out.slice(0, start) + text + out.slice(end);
      return { code: out, map: null };
    },
  };
}
