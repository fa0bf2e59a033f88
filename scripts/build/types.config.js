import dts from 'rollup-plugin-dts';

/** Lit is bundled, so its types are: a user of the element need not install it. */
const LIT = ['lit', 'lit-element', 'lit-html', '@lit/reactive-element'];

const plugins = () => [dts({ tsconfig: 'tsconfig.json', includeExternal: LIT })];

export default [
  {
    input: { 'core/index': 'core/index.ts', 'widget/index': 'widget/index.ts' },
    output: {
      dir: 'dist',
      format: 'es',
      entryFileNames: '[name].d.ts',
      chunkFileNames: 'chunks/[name].d.ts',
    },
    plugins: plugins(),
  },
  { input: 'core/index.ts', output: { file: 'dist/core/index.d.cts', format: 'es' }, plugins: plugins() },
];
