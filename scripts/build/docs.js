import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path/posix';
import MarkdownIt from 'markdown-it';

const FIRST = 'docs/README.md';

/** Where a file of the repository is on the site; what is outside of docs/ gets a folder of its own. */
function addressOf(file) {
  const inside = file.startsWith('docs/') ? file : `docs/repository/${file}`;
  return inside.replace(/README\.md$/, 'index.html').replace(/\.md$/, '.html');
}

/** The anchor that a heading has where the repository is read. */
const slugOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

const textOf = ({ children }) =>
  children
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');

function addAnchors(tokens) {
  const seen = new Set();
  tokens.forEach((token, at) => {
    if (token.type !== 'heading_open') return;
    const slug = slugOf(textOf(tokens[at + 1]));
    let anchor = slug;
    for (let n = 1; seen.has(anchor); n += 1) anchor = `${slug}-${n}`;
    seen.add(anchor);
    token.attrSet('id', anchor);
  });
}

/** Points relative links and images at the site; gives the files that they lead to. */
function pointLinks(tokens, file) {
  const found = [];
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const name = token.type === 'image' ? 'src' : 'href';
    const target = token.attrGet(name);
    if (target === null || /^([a-z][\w+.-]*:|#)/i.test(target)) continue;
    const [path, anchor] = target.split('#');
    const leadsTo = normalize(join(dirname(file), decodeURIComponent(path)));
    found.push(leadsTo);
    const address = relative(dirname(addressOf(file)), addressOf(leadsTo));
    token.attrSet(name, anchor === undefined ? address : `${address}#${anchor}`);
  }
  return found;
}

const page = (title, content) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · metered-call</title>
    <meta name="color-scheme" content="light dark" />
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/site.css" />
  </head>
  <body class="doc">
    <header class="bar">
      <a class="mark" href="/"><img src="/icon.svg" alt="" width="24" height="24" />metered-call</a>
      <nav aria-label="Documentation"><a href="/docs/">All documentation</a></nav>
    </header>
    <main>
${content}
    </main>
  </body>
</html>
`;

/** Writes the documentation as pages into `to`: the index, and whatever can be reached from it. */
export function writeDocs(to) {
  const markdown = new MarkdownIt({ html: true });
  const queue = [FIRST];
  for (const file of queue) {
    const out = join(to, addressOf(file));
    mkdirSync(dirname(out), { recursive: true });
    if (!file.endsWith('.md')) {
      cpSync(file, out);
      continue;
    }
    const tokens = markdown.parse(readFileSync(file, 'utf8'), {});
    addAnchors(tokens);
    for (const next of pointLinks(tokens, file)) if (!queue.includes(next)) queue.push(next);
    const first = tokens.findIndex(({ type }) => type === 'heading_open');
    const title = markdown.utils.escapeHtml(first < 0 ? file : textOf(tokens[first + 1]));
    writeFileSync(out, page(title, markdown.renderer.render(tokens, markdown.options, {})));
  }
}
