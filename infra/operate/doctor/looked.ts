import { isDenied } from '../denied.ts';
import type { Check } from './finding.ts';

/** A look that a role may not take is a finding itself, and the others are taken all the same. */
export async function looked(name: string, look: () => Check | Promise<Check>): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    if (!isDenied(error)) throw error;
    const what = `your role may not look at it: ${(error as Error).message}`;
    return { name, findings: [{ grade: 'look', what, mend: 'ask for that right, or have somebody look who has it' }] };
  }
}
