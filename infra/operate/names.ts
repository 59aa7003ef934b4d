// Parts of a path that say what kind of thing it is, not what it is for.
const KINDS = new Set(['Resource', 'queue', 'dead']);

/** "plan-notices" of `/crier-stockton-local/notices/plan-notices-queue/dead/queue/Resource`. */
export function nameOfPath(path: string): string {
  const named = path.split('/').filter((part) => part !== '' && !KINDS.has(part));
  return named.at(-1)?.replace(/-queue$/, '') ?? path;
}
