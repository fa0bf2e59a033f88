import { transform } from 'esbuild';

const CSS_TEMPLATE = /\bcss`((?:[^`\\]|\\[\s\S])*?)`/g;
const HOLE = /\$\{[^}]*\}/;

/** A style sheet through esbuild; one with an expression in it loses its indentation only. */
async function minifyCss(text) {
  if (HOLE.test(text)) return text.replace(/\s*\n\s*/g, '\n').trim();
  const { code } = await transform(text, { loader: 'css', minify: true, charset: 'ascii' });
  return code.trim();
}

/** Minifies the css templates of our own sources: no minifier of scripts looks into them. */
export function minifyTemplates() {
  return {
    name: 'minify-templates',
    async transform(code, id) {
      if (!/[\\/]widget[\\/].*\.ts$/.test(id) || !code.includes('css`')) return null;
      let out = '';
      let last = 0;
      for (const match of code.matchAll(CSS_TEMPLATE)) {
        const source = match[1].replace(/\\\\/g, '\\');
        const minified = (await minifyCss(source)).replace(/[\\`]/g, '\\$&');
        out += `${code.slice(last, match.index)}css\`${minified}\``;
        last = match.index + match[0].length;
      }
      return { code: out + code.slice(last), map: null };
    },
  };
}
