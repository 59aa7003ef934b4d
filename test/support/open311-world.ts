import { XMLParser } from 'fast-xml-parser';
import { contractOf } from '../../contracts/catalogue.ts';
import type { CloudEvent } from '../../contracts/envelope.ts';
import type { Deps as Door } from '../../functions/intake/receive-requests/deps.ts';
import { receiveRequests } from '../../functions/intake/receive-requests/receive-requests.ts';
import { keepRequests } from '../../functions/open311/keep-requests/keep-requests.ts';
import { showRequests } from '../../functions/open311/show-requests/show-requests.ts';
import type { Answer } from '../../functions/shared/http/answer.ts';
import { type Open311Settings, packOpen311, readOpen311 } from '../../functions/shared/open311/settings.ts';
import { stockton } from '../../infra/config/stockton.ts';
import { aRequest } from './http-request.ts';
import { inMemoryBus, inMemoryIntakeTable } from './intake.ts';
import { inMemoryRegister, testKey } from './register.ts';
import { inMemoryRequestsStore } from './requests-store.ts';

export const TUESDAY = Date.parse('2026-09-29T09:00:00Z');

export const API_KEYS = { fixmystreet: 'key-of-fixmystreet', 'street-works': 'key-of-street-works' };

/** Somebody's report, with all that says who they are. */
export const REPORT = {
  ...{ service_code: 'fly-tipping', lat: '54.570512', long: '-1.328845', api_key: API_KEYS.fixmystreet },
  ...{ description: 'Mattress behind 12 Marked Street, ask for Zebedee', first_name: 'Zebedee', last_name: 'Markham' },
  ...{ email: 'zebedee@marked.example', phone: '07700 900123', 'attribute[size]': 'van' },
};

/** Both sides of Open311, in memory, on a clock that a test moves. */
export function open311World(more: Partial<Open311Settings> = {}) {
  const clock = { now: TUESDAY };
  const now = () => clock.now;
  const bus = inMemoryBus();
  const register = inMemoryRegister(now);
  const store = inMemoryRequestsStore();
  const settings = readOpen311(packOpen311(stockton.open311, stockton.settings.services));
  const open311: Open311Settings = { ...settings, ...more };
  const alarms: unknown[] = [];
  const door: Door = {
    open311,
    keys: async () => API_KEYS,
    table: inMemoryIntakeTable(),
    register,
    contractOf,
    publish: bus.publish,
    key: testKey,
    now,
    council: 'stockton',
    alarm: (what, of) => void alarms.push([what, of]),
  };
  const shows = { open311, responsible: stockton.settings.responsible, store, now };
  type Form = Readonly<Record<string, string>> | string;
  const post = (proxy: string, form: Form, deps: Door = door) =>
    receiveRequests(
      deps,
      aRequest({
        method: 'POST',
        parameters: { proxy },
        contentType: 'application/x-www-form-urlencoded',
        body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
      }),
    );
  const get = (proxy: string, query: Record<string, string> = {}) =>
    showRequests(shows, aRequest({ parameters: { proxy }, query }));
  /** What is on the bus reaches everybody's table, in any order. */
  const settle = async (events: readonly CloudEvent[] = [...bus.events.values()]) => {
    for (const event of events) await keepRequests({ register, store, open311, now }, event);
  };
  /** A report that was taken, and its id. */
  const report = async (form: Form = REPORT): Promise<string> => {
    const { body } = (await post('requests.json', form)) as { body: { service_request_id: string }[] };
    return body[0]!.service_request_id;
  };
  return { clock, bus, register, store, open311, alarms, door, shows, post, get, settle, report };
}

/** An update of the back office, as mySociety's extension has it. */
export const anUpdate = (service_request_id: string, more: Record<string, string> = {}) => ({
  ...{ service_request_id, api_key: API_KEYS['street-works'], update_id: 'u-1', status: 'IN_PROGRESS' },
  ...{ updated_datetime: '2026-09-29T08:30:00Z', description: 'Zebedee Markham was told by Joe' },
  ...more,
});

const xml = new XMLParser({ isArray: (name) => ['request', 'error', 'service', 'attribute', 'value'].includes(name) });

/** What an answer in XML says. */
export const inXml = ({ text = '' }: Answer): Record<string, unknown> => {
  const { '?xml': _, ...root } = xml.parse(text) as Record<string, unknown>;
  return root;
};
