/** What an officer's program asks: one HTTP request, without the wire. */
export type Request = {
  method: string;
  /** From `/officers` on. */
  path: string;
  query: Readonly<Record<string, string | undefined>>;
  authorization: string | undefined;
  body: string;
  /** What is left before the platform cuts the answer off. */
  remainingMs: () => number;
};

export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** What is wrong, where (`pointer`: a JSON pointer into the body, or `?name` of a query), and what to do. */
type Problem = { error: string; message: string; pointer: string | null };

export const ok = (body: unknown): Answer => ({ status: 200, body });

export function problem(status: number, error: string, message: string, pointer: string | null = null): Answer {
  return { status, body: { error, message, pointer } satisfies Problem };
}

/** An answer that ends the work wherever it is found out. Thrown by the parts of this function, caught by its core. */
export class Refused extends Error {
  answer: Answer;
  constructor(answer: Answer) {
    super('refused');
    this.answer = answer;
  }
}

/** An instant as officers' programs get it: ISO 8601, UTC. */
export function iso(instant: number): string;
export function iso(instant: number | null): string | null;
export function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
