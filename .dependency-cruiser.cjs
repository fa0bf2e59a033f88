// The one-way streets of the house (docs/architecture.md). A forbidden edge or a cycle fails the check.
const CORE = (rooms) => `^core/(${rooms})/`;
const edge = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(core|widget|server|extension)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    edge('util-imports-nothing', CORE('util'), CORE('util')),
    edge('protocol', CORE('protocol'), CORE('util|protocol')),
    edge('signalling', CORE('signalling'), CORE('util|protocol|signalling')),
    edge('peer', CORE('peer'), CORE('util|protocol|signalling|peer')),
    edge('media', CORE('media'), CORE('util|media')),
    edge('tokens', CORE('tokens'), CORE('util|tokens')),
    edge('locales', CORE('locales'), CORE('util|locales')),
    edge('recorder', CORE('recorder'), CORE('util|protocol|recorder')),
    edge('diagnosis', CORE('diagnosis'), CORE('util|protocol|locales|recorder|diagnosis')),
    edge('core-is-below', '^core/', '^core/'),
    edge('widget', '^widget/', '^(core|widget)/'),
    edge('extension', '^extension/', '^(extension/|core/(util|protocol|recorder|diagnosis|tokens|locales)/)'),
    edge('server', '^server/', '^(server/|core/(util|protocol)/)'),
    {
      name: 'one-importer-of-simple-peer',
      severity: 'error',
      from: { pathNot: '^(core/peer/simple-peer-transport\\.ts$|test/)' },
      to: { path: 'simple-peer', dependencyTypes: ['npm', 'npm-dev'] },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.d.ts'],
    },
  },
};
