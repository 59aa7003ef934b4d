// Reads a cloud assembly (cdk.out): the template of a stack, and where the code of its functions lies.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Template } from './template.ts';

export type Assembly = { template: Template; stackName: string; assets: Map<string, string> };

type Manifest = {
  artifacts?: Record<
    string,
    {
      type: string;
      displayName?: string;
      properties?: { templateFile?: string; stackName?: string; directoryName?: string };
    }
  >;
};

/**
 * The template and assets of one stack, found by stack name, artifact id or path of construct ids.
 * @throws if there is no such stack; the message lists those that there are.
 */
export function readAssembly(cdkOutDir: string, stackName: string): Assembly {
  const stacks = [...stacksIn(cdkOutDir)];
  const found = stacks.find((s) => [s.id, s.stackName, s.displayName].includes(stackName));
  if (!found) {
    const names = stacks.map((s) => s.stackName).join(', ') || 'none';
    throw new Error(
      `${cdkOutDir} has no stack ${stackName}. It has: ${names}. Synthesise it again, or name one of these.`,
    );
  }
  return {
    template: readJson(found.templateFile) as Template,
    stackName: found.stackName,
    assets: readAssets(cdkOutDir),
  };
}

/** Where each asset lies, by the object key that templates know it under (`<hash>.zip`). */
export function readAssets(cdkOutDir: string): Map<string, string> {
  const assets = new Map<string, string>();
  for (const folder of foldersOf(cdkOutDir)) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.assets.json'))) {
      const manifest = readJson(join(folder, file)) as {
        files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
      };
      for (const { source, destinations } of Object.values(manifest.files ?? {})) {
        if (!source.path) continue;
        for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, resolve(folder, source.path));
      }
    }
  }
  return assets;
}

/** The assembly's folder and those of its stages, which are assemblies of their own. */
function* foldersOf(folder: string): Generator<string> {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}: synthesise the CDK app first`);
  yield folder;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name.startsWith('assembly-')) yield* foldersOf(join(folder, entry.name));
  }
}

function* stacksIn(cdkOutDir: string) {
  for (const folder of foldersOf(cdkOutDir)) {
    const file = join(folder, 'manifest.json');
    if (!existsSync(file)) throw new Error(`${folder} has no manifest.json: it is not a synthesised CDK app`);
    for (const [id, artifact] of Object.entries((readJson(file) as Manifest).artifacts ?? {})) {
      const templateFile = artifact.properties?.templateFile;
      if (artifact.type !== 'aws:cloudformation:stack' || !templateFile) continue;
      const stackName = artifact.properties?.stackName ?? id;
      yield { id, stackName, displayName: artifact.displayName, templateFile: join(dirname(file), templateFile) };
    }
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
