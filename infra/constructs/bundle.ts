import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What Lambda calls in every bundle. */
export const HANDLER = 'index.handler';

// The Notify client is CommonJS and calls require(), which an ES module does not have.
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * The code of one function: a single minified ES module with the AWS SDK inside, and its source map. It goes through
 * the CDK's own bundling, so that `aws:cdk:bundling-stacks` switches it off.
 * @param folder the function's folder, from the project's root or absolute, with a `handler.ts`.
 */
export function bundleOf(folder: string): Code {
  const source = resolve(ROOT, folder);
  return Code.fromAsset(source, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'), // the type asks for one; bundling is always local
      local: {
        tryBundle(outputDir) {
          for (const { name, contents } of bundled(join(source, 'handler.ts'))) {
            writeFileSync(join(outputDir, name), contents);
          }
          return true;
        },
      },
    },
  });
}

type Output = { name: string; contents: Uint8Array };

// One run of esbuild for all functions reads the SDK once: four times as quick as a run for each.
let together: Map<string, Output[]> | undefined;

function bundled(entry: string): Output[] {
  if (!existsSync(entry)) throw new Error(`${entry} is missing: every function has a handler.ts that exports handler`);
  together ??= bundle(handlers());
  const known = together.get(entry) ?? bundle([entry]).get(entry);
  if (!known) throw new Error(`esbuild made nothing of ${entry}`);
  return known;
}

/** Every `functions/<capability>/<verb-noun>/handler.ts` there is. */
function handlers(): string[] {
  const functions = join(ROOT, 'functions');
  return readdirSync(functions, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.split(/[\\/]/).length === 3 && path.endsWith('handler.ts'))
    .map((path) => join(functions, path));
}

function bundle(entries: string[]): Map<string, Output[]> {
  const { outputFiles } = buildSync({
    entryPoints: entries.map((entry, i) => ({ in: entry, out: `${i}/index` })),
    outdir: join(ROOT, 'bundles'), // a name only: nothing is written there
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    banner: { js: REQUIRE },
    logLevel: 'error',
  });
  const files = (i: number) =>
    ['index.mjs', 'index.mjs.map'].flatMap((name) => {
      const end = join(`${i}`, name);
      return outputFiles
        .filter(({ path }) => path === join(ROOT, 'bundles', end))
        .map(({ contents }) => ({ name, contents }));
    });
  return new Map(entries.map((entry, i) => [entry, files(i)]));
}
