import type { ReasonGiven } from '../../../contracts/officers/status.ts';
import { OFFICER_TOKEN } from './officers.ts';

const REASON = 'the data folder is a copy, and GOV.UK Notify may have been sent more since than it knows of';

/** Holds sending before any of it begins: what went out after the copy was taken would go again. @throws Error if it could not be held. */
export async function holdCopy(ask: (request: Request) => Promise<Response>): Promise<void> {
  const answer = await ask(
    new Request('http://crier.local/officers/copied', {
      method: 'POST',
      headers: { authorization: `Bearer ${OFFICER_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: REASON } satisfies ReasonGiven),
    }),
  );
  if (!answer.ok) throw new Error(`The data folder is a copy, and sending could not be held: ${await answer.text()}`);
}
