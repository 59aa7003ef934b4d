import type { Access } from '../constructs/table.ts';

/** Facts with their names: what Crier itself told is named by the matters of whom it is about. */
export const READ_FACTS: Access = { actions: ['BatchGetItem', 'Query'] };
