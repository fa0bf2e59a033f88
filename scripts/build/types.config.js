import dts from 'rollup-plugin-dts';

const plugins = () => [dts({ tsconfig: 'tsconfig.json' })];

export default [
  {
    input: { 'core/index': 'core/index.ts', 'widget/index': 'widget/index.ts' },
    output: {
      dir: 'dist',
      format: 'es',
      entryFileNames: '[name].d.ts',
      chunkFileNames: 'chunks/[name].d.ts',
    },
    external: [/node_modules/, 'lit', /^lit\//],
    plugins: plugins(),
  },
  { input: 'core/index.ts', output: { file: 'dist/core/index.d.cts', format: 'es' }, plugins: plugins() },
];
