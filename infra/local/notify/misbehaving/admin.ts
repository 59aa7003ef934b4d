// The sandbox's own endpoints, beside the API: no token, since it listens on this machine only.
import * as z from 'zod';
import { type Faults, parseFaults } from './faults.ts';

const text = z.strictObject({
  service_id: z.string(),
  user_number: z.string().min(1),
  content: z.string(),
  notify_number: z.string().optional(),
});
export type IncomingText = z.infer<typeof text>;

export type AdminDeps = {
  faults: Faults;
  messages: (since?: number) => unknown[];
  receiveText: (text: IncomingText) => Promise<void>;
};

type AdminAnswer = { status: number; body: unknown };
const fault = (status: number, message: string): AdminAnswer => ({ status, body: { result: 'error', message } });

type AdminRequest = { method: string; path: string; query: URLSearchParams; body: Buffer };

async function handle(deps: AdminDeps, { method, path, query, body }: AdminRequest): Promise<AdminAnswer> {
  const json = (): unknown => {
    // Not as Python reads it, unlike the API: there 0.5 is no number of ours.
    try {
      return JSON.parse(body.toString());
    } catch {
      throw new Error('The body is not JSON');
    }
  };
  switch (`${method} ${path}`) {
    case 'GET /_sandbox/messages': {
      const since = query.get('since') ?? '0';
      if (!/^\d{1,15}$/.test(since)) return fault(400, 'since must be the whole number of a sequence');
      return { status: 200, body: { messages: deps.messages(Number(since)) } };
    }
    case 'GET /_sandbox/faults':
      return { status: 200, body: { faults: deps.faults.list() } };
    case 'POST /_sandbox/faults': {
      const rules = json();
      deps.faults.add(parseFaults(Array.isArray(rules) ? rules : [rules]));
      return { status: 201, body: { faults: deps.faults.list() } };
    }
    case 'DELETE /_sandbox/faults':
      deps.faults.clear();
      return { status: 200, body: { faults: [] } };
    case 'POST /_sandbox/received-texts': {
      const result = text.safeParse(json());
      if (!result.success) return fault(400, z.prettifyError(result.error));
      await deps.receiveText(result.data);
      return { status: 201, body: { result: 'received' } };
    }
    default:
      return fault(404, 'The sandbox knows /_sandbox/messages, /_sandbox/faults and /_sandbox/received-texts');
  }
}

/** Answers a request to /_sandbox/…; what is wrong with it comes back as a 400 with the reason. */
export async function answerAdmin(deps: AdminDeps, request: AdminRequest): Promise<AdminAnswer> {
  try {
    return await handle(deps, request);
  } catch (error) {
    return fault(400, error instanceof Error ? error.message : String(error));
  }
}
