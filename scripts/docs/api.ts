import { Application, Converter, OptionDefaults, ReflectionKind } from 'typedoc';

/** Tags of the element's own manifest, which TypeDoc does not know. */
const ELEMENT_TAGS = ['@tag', '@attr', '@slot', '@fires', '@csspart', '@cssprop'] as const;

/** What the plugin adds to TypeDoc's own options. */
interface MarkdownOptions {
  readonly hideBreadcrumbs: boolean;
  readonly hidePageHeader: boolean;
  readonly outputFileStrategy: 'modules';
  readonly parametersFormat: 'table';
  readonly propertiesFormat: 'table';
  readonly interfacePropertiesFormat: 'table';
  readonly classPropertiesFormat: 'table';
  readonly typeDeclarationFormat: 'table';
  readonly expandParameters: boolean;
  readonly useCodeBlocks: boolean;
  readonly useHTMLAnchors: boolean;
}

const MARKDOWN: MarkdownOptions = {
  hideBreadcrumbs: true,
  hidePageHeader: true,
  outputFileStrategy: 'modules',
  parametersFormat: 'table',
  propertiesFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  expandParameters: true,
  useCodeBlocks: false,
  // The plugin counts anchors otherwise than renderers do.
  useHTMLAnchors: true,
};

/**
 * Writes the reference of both entry points into `out`, from the docstrings in the sources.
 * @throws Error
 */
export async function writeApi(out: string): Promise<void> {
  const app = await Application.bootstrapWithPlugins({
    ...MARKDOWN,
    entryPoints: ['core/index.ts', 'widget/index.ts'],
    plugin: ['typedoc-plugin-markdown'],
    tsconfig: 'tsconfig.json',
    name: 'API reference',
    readme: 'none',
    disableSources: true,
    // `npm run check` does that, and says it better.
    skipErrorChecking: true,
    blockTags: [...OptionDefaults.blockTags, ...ELEMENT_TAGS],
    suppressCommentWarningsInDeclarationFiles: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    excludeExternals: true,
    githubPages: false,
    logLevel: 'Warn',
    validation: { notExported: false, invalidLink: true },
  });
  // docs/embed.md describes the element, without what it inherits from Lit.
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of project.getReflectionsByKind(ReflectionKind.Class))
      if (reflection.name === 'MeteredCall') project.removeReflection(reflection);
  });
  const project = await app.convert();
  if (!project) throw new Error('the sources could not be read');
  app.options.setValue('outputs', [{ name: 'markdown', path: out }]);
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error('the reference could not be written');
}
