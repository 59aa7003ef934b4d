import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeServer, listen } from '../../infra/local/engine/web/serve.ts';

// An Open311 server of a back office, written from the standard and from mySociety's extension, with nothing of ours in it: GeoReport
// v2, which wants XML of everybody and leaves JSON to who likes it. Each POST that it takes is another request, however often it comes.

/** What becomes of one POST: whether it is taken, and what is answered. */
const WAYS = {
  'takes it': { takes: true },
  'takes it, and will say later what it calls it': { takes: true, token: true },
  'takes it, and breaks the connection': { takes: true, breaks: true },
  'takes it, and never ends its answer': { takes: true, endless: true },
  'takes it, and answers 500': { takes: true, status: 500 },
  'takes it, and answers with entities': { takes: true, entities: true },
  'answers 500': { takes: false, status: 500 },
  'turns it away for now': { takes: false, status: 429 },
  'refuses it': { takes: false, status: 400 },
} as const satisfies Record<string, { takes: boolean } & Record<string, unknown>>;
export type Way = keyof typeof WAYS;

export type Taken = { service_request_id: string; form: URLSearchParams; at: number };
type Update = { update_id: string; service_request_id: string; status: string; updated_datetime: string };

type Options = {
  format: 'json' | 'xml';
  jurisdiction_id: string;
  key: string;
  services: readonly string[];
  /** Whether its list of requests shows what was written. */
  shows: boolean;
  now: () => number;
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';
const ENTITIES = '<!DOCTYPE a [<!ENTITY id "7"><!ENTITY file SYSTEM "file:///etc/passwd">]>\n';

const escaped = (value: string) =>
  value.replace(/[&<>\r]/g, (each) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt' }[each] ?? '#xD'};`);
const elements = (entry: object) =>
  Object.entries(entry)
    .map(([name, value]) => (value === null ? `<${name}/>` : `<${name}>${escaped(String(value))}</${name}>`))
    .join('');
const inXml = (root: string, name: string, entries: object[]) =>
  `<${root}>${entries.map((each) => `<${name}>${elements(each)}</${name}>`).join('')}</${root}>`;

export async function startOpen311Server({ format, jurisdiction_id, key, services, shows, now }: Options) {
  const taken: Taken[] = [];
  const updates: Update[] = [];
  /** What it was asked, in order. */
  const asked: string[] = [];
  /** What becomes of the next POSTs of a request whose description begins with these words. */
  const ways = new Map<string, Way[]>();
  /** How often each request was posted, by those words. */
  const posts = new Map<string, number>();
  const moods = { tokens: 'not yet' as 'not yet' | 'known', updates: 'whole' as 'whole' | 'entities' | 'endless' };

  const answer = (response: ServerResponse, status: number, [root, name, entries]: [string, string, object[]]) => {
    response.writeHead(status, { 'content-type': format === 'json' ? 'application/json' : 'text/xml; charset=utf-8' });
    response.end(format === 'json' ? JSON.stringify(entries) : DECLARATION + inXml(root, name, entries));
  };
  const refuse = (response: ServerResponse, status: number, description: string) =>
    answer(response, status, ['errors', 'error', [{ code: status, description }]]);
  const answerRequests = (response: ServerResponse, entries: object[]) =>
    answer(response, 200, ['service_requests', 'request', entries]);

  const faultOf = (form: URLSearchParams): [number, string] | null => {
    if (form.get('jurisdiction_id') !== jurisdiction_id) return [404, 'jurisdiction_id was not found.'];
    if (!services.includes(form.get('service_code') ?? '')) return [404, 'service_code was not found.'];
    const isPlaced = form.has('lat') ? form.has('long') : form.has('address_string') || form.has('address_id');
    return isPlaced ? null : [400, 'lat and long, an address_string or an address_id must be given.'];
  };

  function post(form: URLSearchParams, response: ServerResponse) {
    if (form.get('api_key') !== key) return refuse(response, 403, 'api_key was not recognised.');
    const fault = faultOf(form);
    if (fault) return refuse(response, ...fault);
    const description = form.get('description') ?? '';
    const [words = '', due] = [...ways].find(([words]) => description.startsWith(words)) ?? [];
    posts.set(words, (posts.get(words) ?? 0) + 1);
    const way: { takes: boolean; token?: true; breaks?: true; endless?: true; entities?: true; status?: number } =
      WAYS[due?.shift() ?? 'takes it'];
    const service_request_id = `${jurisdiction_id}-${taken.length + 1}`;
    if (way.takes) taken.push({ service_request_id, form, at: now() });
    if (way.breaks) return void response.destroy();
    if (way.endless) {
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.write(`[{"service_request_id":"${service_request_id}`);
    }
    if (way.entities)
      return void response.end(`${DECLARATION}${ENTITIES}<service_requests><request><service_request_id>&id;
        </service_request_id></request></service_requests>`);
    if (way.status) return refuse(response, way.status, 'It could not be taken.');
    if (way.token) return answerRequests(response, [{ token: `t-${taken.length}` }]);
    return answerRequests(response, [{ service_request_id, service_notice: 'We will look at it.', account_id: null }]);
  }

  const token = (asked: string, response: ServerResponse) => {
    const one = taken[Number(asked.slice(2)) - 1];
    if (!one) return refuse(response, 404, 'token was not found.');
    const { service_request_id } = one;
    return answerRequests(response, [
      moods.tokens === 'known' ? { service_request_id, token: asked } : { token: asked },
    ]);
  };

  const spanOf = (query: URLSearchParams): [number, number] | null => {
    const [from = '', to = ''] = ['start_date', 'end_date'].map((name) => query.get(name) ?? '');
    const isSpan = INSTANT.test(from) && INSTANT.test(to) && Date.parse(to) - Date.parse(from) <= 90 * 86_400_000;
    return isSpan ? [Date.parse(from), Date.parse(to)] : null;
  };

  function list(query: URLSearchParams, response: ServerResponse) {
    const span = spanOf(query);
    if (!span) return refuse(response, 400, 'start_date and end_date must be W3C instants, 90 days apart at most.');
    const shown = taken.filter(
      ({ form, at }) => form.get('service_code') === query.get('service_code') && at >= span[0] && at <= span[1],
    );
    const entries = shown.map(({ service_request_id, form, at }) => ({
      ...{ service_request_id, status: 'open', requested_datetime: new Date(at).toISOString() },
      // As servers do that keep what forms of browsers send.
      description: shows ? `${form.get('description')}\n`.replaceAll('\n', '\r\n') : 'not shown',
    }));
    return answerRequests(response, entries);
  }

  function listUpdates(query: URLSearchParams, response: ServerResponse) {
    const span = spanOf(query);
    if (!span) return refuse(response, 400, 'start_date and end_date must be W3C instants, 90 days apart at most.');
    const shown = updates.filter(({ updated_datetime }) => {
      const at = Date.parse(updated_datetime);
      return at >= span[0] && at <= span[1];
    });
    const entries = shown.map((each) => ({ ...each, description: 'Joe has told Zebedee', media_url: null }));
    // The extension's own page, and the servers that mySociety knows, call the root so.
    const whole = inXml('service_requests_updates', 'request_update', entries);
    if (moods.updates === 'entities') return void response.end(DECLARATION + ENTITIES + whole);
    if (moods.updates === 'whole')
      return answer(response, 200, ['service_requests_updates', 'request_update', entries]);
    const flood = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
    };
    response.on('drain', flood);
    return flood();
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    const [resource = '', id] = pathname.replace('/open311/v2/', '').split('/');
    asked.push(`${request.method} ${resource}`);
    const body = await text(request);
    if (!pathname.endsWith(`.${format}`)) return refuse(response, 404, `There is nothing but .${format} here.`);
    if (request.method === 'POST') return post(new URLSearchParams(body), response);
    if (searchParams.get('jurisdiction_id') !== jurisdiction_id)
      return refuse(response, 404, 'jurisdiction_id was not found.');
    if (resource === 'tokens') return token(String(id).replace(`.${format}`, ''), response);
    return resource.startsWith('servicerequestupdates')
      ? listUpdates(searchParams, response)
      : list(searchParams, response);
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  const url = `${await listen(server)}/open311/v2`;
  let told = 0;
  return {
    url,
    taken,
    asked,
    ways,
    posts,
    moods,
    /** What it took whose description begins so. */
    named: (words: string) => taken.filter(({ form }) => form.get('description')?.startsWith(words)),
    /** Says what became of a request, now. */
    say: (service_request_id: string, status: string) => {
      const updated_datetime = new Date(now()).toISOString();
      updates.push({ update_id: `u-${++told}`, service_request_id, status, updated_datetime });
    },
    close: () => closeServer(server),
  };
}

export type Open311Server = Awaited<ReturnType<typeof startOpen311Server>>;
