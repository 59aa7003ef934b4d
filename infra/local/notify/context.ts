// What every request handler is given, and what it answers.
import type { Caller } from './access/auth.ts';
import type { KeptFiles } from './messages/kept-files.ts';
import type { Message, Store } from './store.ts';
import type { Service, World } from './world/world.ts';

export type Context = {
  settings: World['settings'];
  services: ReadonlyMap<string, Service>;
  store: Store;
  /** The sandbox's clock: what stamps, daily limits and buckets go by. */
  now: () => Date;
  newId: () => string;
  files: KeptFiles;
};

export type ApiRequest = {
  caller: Caller;
  /** The variable parts of the path. */
  params: string[];
  query: URLSearchParams;
  body: Buffer;
  /** `http://host:port/` as the client wrote it: links in answers begin with it. */
  root: string;
};

/** `message` is what was stored and is to be sent now. */
export type Answer = { status: number; body: unknown; message?: Message } | { status: 200; pdf: Buffer };

export type Handler = (context: Context, request: ApiRequest) => Answer;
