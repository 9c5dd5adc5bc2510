/**
 * The configuration schemas as Backstage reads them at the start. They are
 * written from each package's config.d.ts once and committed: read from there,
 * the compiler takes a quarter of the backend's start and 100 MB.
 */
import fs from 'node:fs';
import path from 'node:path';
import { loadConfigSchema } from '@backstage/config-loader';
import prettier from 'prettier';

export interface ConfigSchema {
  /** Relative to the project. */
  file: string;
  text: string;
}

/** Writes nothing: answers what each package's schema has to be. */
export async function configSchemas(
  projectRoot: string,
): Promise<ConfigSchema[]> {
  const packages = ['packages', 'plugins']
    .flatMap(group =>
      fs.globSync(`${group}/*/config.d.ts`, { cwd: projectRoot }),
    )
    .map(file => path.dirname(file))
    .sort();
  return Promise.all(
    packages.map(async directory => ({
      file: path.join(directory, 'config.schema.json'),
      text: await schemaText(path.join(projectRoot, directory)),
    })),
  );
}

async function schemaText(directory: string): Promise<string> {
  // Backstage finds a schema by a manifest that names it; the package's own
  // names what is made here.
  const draft = fs.mkdtempSync(path.join(directory, '.schema-'));
  try {
    const manifest = path.join(draft, 'package.json');
    fs.writeFileSync(
      manifest,
      JSON.stringify({ name: 'draft', configSchema: '../config.d.ts' }),
    );
    const schema = await loadConfigSchema({
      dependencies: [],
      packagePaths: [manifest],
    });
    const { schemas } = schema.serialize() as {
      schemas: { value: object }[];
    };
    return await prettier.format(JSON.stringify(schemas[0]?.value), {
      parser: 'json',
    });
  } finally {
    fs.rmSync(draft, { recursive: true });
  }
}
