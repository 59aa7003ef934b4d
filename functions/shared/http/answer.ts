import type { Problem } from '../../../contracts/problem.ts';

/** What a door answers. Without a body: nothing. */
export type Answer = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** In place of a body that is JSON. */
  text?: string;
};

export const ok = (body: unknown): Answer => ({ status: 200, body });

/** A request that will not do as a whole. */
export const refusal = (status: number, error: string, message: string): Answer => ({
  status,
  body: { error, message } satisfies Problem,
});

/** A request of which one part will not do, or that must not be made now. */
export function problem(status: number, error: string, message: string, pointer: string | null = null): Answer {
  return { status, body: { error, message, pointer } satisfies Problem };
}

/** Come again: a fault of ours, at a door whose caller keeps what it has until it is taken. */
export const comeAgain: Answer = {
  ...refusal(503, 'try-again', 'Crier could not take this just now. Send it again in a minute, with the same ids.'),
  headers: { 'retry-after': '60' },
};

/** Come again later: an operator takes nothing from this caller for a while, and it keeps what it has. */
export const paused: Answer = {
  ...refusal(503, 'source-paused', 'The council has paused this source. Keep it, and send it again with the same ids.'),
  headers: { 'retry-after': '300' },
};

/** A fault of ours, at a door that people ask. */
export const faultOf = (name: string): Answer =>
  problem(500, 'fault', `Crier could not answer. Try again; if it goes on, see ${name} in the runbook.`);

/** An answer that ends the work wherever it is found out. Thrown by the parts of a door, caught by its core. */
export class Refused extends Error {
  answer: Answer;
  constructor(answer: Answer) {
    super('refused');
    this.answer = answer;
  }
}

/** An answer as an HTTP API takes it. */
export const responseOf = ({ status, body, headers, text }: Answer) => ({
  statusCode: status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: text ?? (body === undefined ? '' : JSON.stringify(body)),
});

/** An instant as programs get it: ISO 8601, UTC. */
export function iso(instant: number): string;
export function iso(instant: number | null): string | null;
export function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
