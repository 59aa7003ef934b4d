const LONGEST = 300;

/** The reason that an officer gives in a form, and what is wrong with it, in words: empty where it will do. */
export function reasonIn(form: Record<string, unknown>): { reason: string; wrong: string } {
  const reason = String(form['reason'] ?? '').trim();
  if (reason === '') return { reason, wrong: 'Say why, for your colleagues.' };
  const wrong = reason.length > LONGEST ? `Say why in ${LONGEST} characters or fewer.` : '';
  return { reason, wrong };
}
