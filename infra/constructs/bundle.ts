import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type BuildOptions, buildSync, stop } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What Lambda calls in every bundle. */
export const HANDLER = 'index.handler';

/** What a function loads only when it needs it: a module beside its handler, which stays a file of its own. */
const LATER = 'later.mjs';

/** The context under which what many functions have is built once, in files of its own: a third of the time for all of them. */
export const SHARED = 'crier:shared-code';

/** The context that names a module, from the project's root, which every function loads before its own: for tests. */
export const JOINED = 'crier:joined';

/** What a function reads at run time. Code is in its bundle. */
const TRAVELS = /\.(json|sql|csv|md|njk|css|svg|html)$/;

/** The condition of package.json under which `#trace` follows facts. Setting conditions takes away esbuild's own, `module`. */
export const TRACED = ['module', 'traced'];

// The Notify client is CommonJS and calls require(), which an ES module does not have.
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * The code of one function: a single minified ES module with the AWS SDK inside, and its source map; the same again for
 * its `later.mjs`, if it has one. Where the context `aws:cdk:bundling-stacks` leaves the stack out, as tests do, it is the
 * folder as it stands.
 * @param folder the function's folder, from the project's root or absolute, with a `handler.ts`.
 * @param beside.files folders from the project's root whose files, but for code, travel with it under the same paths
 * @param beside.isTraced whether it follows facts for X-Ray
 * @throws Error if there is no handler, or esbuild cannot bundle one.
 */
export function bundleOf(scope: Construct, folder: string, { files = [], isTraced = false }: Beside = {}): Code {
  const source = resolve(ROOT, folder);
  if (!Stack.of(scope).bundlingRequired) return Code.fromAsset(source);
  const joined = scope.node.tryGetContext(JOINED) as string | undefined;
  const isShared = Boolean(scope.node.tryGetContext(SHARED));
  const bundle = bundled(join(source, 'handler.ts'), { joined, isShared, ...(isTraced && { isTraced }) });
  const { path, assetHash } = files.length > 0 ? withFiles(bundle, files) : bundle;
  return Code.fromAsset(path, { assetHash });
}

type Beside = { files?: readonly string[] | undefined; isTraced?: boolean };

type Bundle = { path: string; assetHash: string };

// One run of esbuild for all functions reads the SDK once, and needs no process for each as the CDK's NodejsFunction
// does.
const together = new Map<string, Map<string, Bundle>>();

type Way = { joined?: string | undefined; isShared?: boolean; isTraced?: boolean };

function bundled(entry: string, way: Way): Bundle {
  if (!existsSync(entry)) throw new Error(`${entry} is missing: every function has a handler.ts that exports handler`);
  const which = JSON.stringify(way);
  const known = together.get(which) ?? (way.joined || way.isTraced ? undefined : left()) ?? bundle(handlers(), way);
  together.set(which, known);
  return known.get(entry) ?? bundle([entry], way).get(entry)!;
}

/** The variable that names a folder with the bundles of this very source, for processes that many times synthesise the same. */
export const LEFT_IN = 'CRIER_BUNDLES';
const LIST = 'bundles.json';

/** Leaves the bundles of all functions in a folder, for the processes that find it in CRIER_BUNDLES. */
export function leaveBundles(folder: string): void {
  writeFileSync(join(folder, LIST), JSON.stringify([...bundle(handlers(), {}, folder)]));
}

function left(): Map<string, Bundle> | undefined {
  const folder = process.env[LEFT_IN];
  return folder ? new Map(JSON.parse(readFileSync(join(folder, LIST), 'utf8'))) : undefined;
}

/** The bundle and files beside it, in a folder of their own. */
function withFiles({ path, assetHash }: Bundle, folders: readonly string[]): Bundle {
  const outdir = temporaryFolder();
  const hash = createHash('sha256').update(assetHash);
  for (const name of readdirSync(path)) copyFileSync(join(path, name), join(outdir, name));
  for (const folder of folders) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!TRAVELS.test(name)) continue;
      const file = join(folder, name);
      const contents = readFileSync(join(ROOT, file));
      mkdirSync(dirname(join(outdir, file)), { recursive: true });
      writeFileSync(join(outdir, file), contents);
      hash.update(`\n${file}\n`).update(contents);
    }
  }
  return { path: outdir, assetHash: hash.digest('hex') };
}

/** A folder that goes when the process does; the CDK has copied from it by then. */
function temporaryFolder(): string {
  const outdir = mkdtempSync(join(tmpdir(), 'crier-bundles-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  return outdir;
}

/** Every `functions/<capability>/<verb-noun>/handler.ts` there is. */
function handlers(): string[] {
  const functions = join(ROOT, 'functions');
  return readdirSync(functions, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.split(/[\\/]/).length === 3 && path.endsWith('handler.ts'))
    .map((path) => join(functions, path));
}

/** How every function is bundled. */
export const BUNDLING = {
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
  external: [`*/${LATER}`], // `import('./later.mjs')` stays as it is written
  logLevel: 'error',
} satisfies BuildOptions;

const BUILT = join(ROOT, 'bundles');

/** A file's name as esbuild gave it, in the folder that it believes to write to. */
const nameOf = (path: string): string => relative(BUILT, resolve(path)).replaceAll('\\', '/');

/** Bundles each entry into a folder of its own, from which the CDK copies it into the cloud assembly. */
function bundle(
  entries: string[],
  { joined, isShared = false, isTraced }: Way,
  outdir = temporaryFolder(),
): Map<string, Bundle> {
  // What is shared stands beside what shares it: it all has one folder here, and each function a copy.
  const ownOf = (i: number) => (isShared ? `${i}.` : `${i}/`);
  const { outputFiles, metafile } = buildSync({
    entryPoints: entries.flatMap((entry, i) => {
      const later = join(dirname(entry), LATER);
      const index = { in: entry, out: `${ownOf(i)}index` };
      return existsSync(later) ? [index, { in: later, out: `${ownOf(i)}${basename(LATER, '.mjs')}` }] : [index];
    }),
    metafile: true,
    outdir: BUILT, // not written to: source maps name their sources from here, on every machine alike
    write: false,
    ...BUNDLING,
    ...(isShared && { splitting: true, sourcemap: false }), // a worker would read some fifty maps at its start
    ...(isTraced && { conditions: TRACED }),
    ...(joined && { inject: [join(ROOT, joined)] }),
  });
  void stop(); // its process would stay, with half a gigabyte, as long as the process that synthesised: npm start, for one
  const contentsOf = new Map(outputFiles.map(({ path, contents }) => [nameOf(path), contents]));
  const importsOf = new Map(
    Object.entries(metafile.outputs).map(([path, { imports }]) => [
      nameOf(path),
      imports.flatMap((each) => (each.external ? [] : [nameOf(each.path)])),
    ]),
  );
  const withImports = (name: string, found: Set<string>): Set<string> => {
    if (found.has(name)) return found;
    found.add(name);
    for (const each of importsOf.get(name) ?? []) withImports(each, found);
    return found;
  };
  return new Map(
    entries.map((entry, i) => {
      const path = join(outdir, String(i));
      const hash = createHash('sha256');
      const own = ownOf(i);
      const names = new Set<string>();
      for (const name of contentsOf.keys()) if (name.startsWith(own)) withImports(name, names);
      mkdirSync(path, { recursive: true });
      for (const name of [...names].sort()) {
        const contents = contentsOf.get(name)!;
        writeFileSync(join(path, name.startsWith(own) ? name.slice(own.length) : name), contents);
        hash.update(contents);
      }
      return [entry, { path, assetHash: hash.digest('hex') }];
    }),
  );
}
