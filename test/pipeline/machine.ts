import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** What a machine may need to reach the package registry at all. */
const ROUTES = [
  'NODE_EXTRA_CA_CERTS',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'https_proxy',
  'http_proxy',
  'no_proxy',
];

/** Where the machine's own npm is, with the Node that came with it: no Node of a checkout. */
const machineNpm = (): string => {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'npm'))
    .find(existsSync);
  if (!found) throw new Error('There is no npm on PATH');
  return found;
};

/**
 * All the environment that a new machine gives: its programs, a home with nothing in it, and the way to the package registry.
 * @param first folders whose programs come first.
 */
export function bareEnv(home: string, first: readonly string[]): Record<string, string> {
  const npm = machineNpm();
  const of = (name: string) => execFileSync(npm, ['config', 'get', name], { encoding: 'utf8' }).trim();
  const routes = ROUTES.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  const global = join(home, 'global');
  return {
    PATH: [...first, join(global, 'bin'), dirname(npm), '/usr/bin', '/bin'].join(delimiter),
    HOME: home,
    CI: 'true',
    npm_config_prefix: global,
    npm_config_cache: of('cache'),
    npm_config_userconfig: of('userconfig'),
    ...Object.fromEntries(routes),
  };
}
