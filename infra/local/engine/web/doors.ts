// The addresses that a stack answers the web at. They listen before the stack is read, since its names contain them.

import { createServer } from 'node:http';
import type { Template } from '../stack/template.ts';
import { closeServer, listen, serve } from './serve.ts';

/** An address on 127.0.0.1. It answers 503 until it is given an answer. */
export type Door = { url: string; answer?: (request: Request) => Promise<Response> };

/**
 * Opens a door for each resource of a type.
 * @param closers takes what closes them.
 * @returns them by logical id, in the template's order.
 */
export async function openDoors(
  template: Template,
  type: string,
  closers: (() => unknown)[],
): Promise<Map<string, Door>> {
  const doors = new Map<string, Door>();
  for (const [logicalId, { Type }] of Object.entries(template.Resources ?? {})) {
    if (Type !== type) continue;
    const server = createServer(
      serve(async (request) => doors.get(logicalId)?.answer?.(request) ?? new Response(null, { status: 503 })),
    );
    doors.set(logicalId, { url: await listen(server) });
    closers.push(() => closeServer(server));
  }
  return doors;
}

/** Asks a door without a network. @throws Error naming what the stack has none of. */
export function asking(door: Door | undefined, what: string) {
  return async (request: Request): Promise<Response> => {
    if (!door?.answer) throw new Error(`The stack has no ${what}`);
    return door.answer(request);
  };
}
