import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Node keeps what it compiled, for programs that tests start again and again: half of a short run's time. */
export const COMPILED = { NODE_COMPILE_CACHE: join(tmpdir(), 'crier-compiled') } as const;
