import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosRequestConfig } from 'axios';
import { NotifyClient } from 'notifications-node-client';
import type { Channel } from '../../../contracts/channels.ts';
import type { Kept } from '../secret.ts';
import { NO_API_KEY, NoApiKey, refusesKey, withKey } from './api-key.ts';
import { type Fault, postedFrom } from './fault.ts';
import { fragmentsOf } from './fragments.ts';
import type { Found, Message, NotifyPort, Postage } from './notify.ts';
import { SEND_BY } from './send-by.ts';

const ASK_TIMEOUT_MS = 10_000;
const TEMPLATES_KEPT_MS = 5 * 60_000;

export type NotifyOptions = {
  /** Without a trailing slash. */
  url: string;
  api_key: Kept<string>;
  /** Template ids by name. A name that is not here is looked up through the API. */
  template_ids: Record<string, string>;
  /** What letters go by. */
  postage?: Postage;
};

type Templates = { templates: { id: string; name: string }[] };
type Stored = { id?: string; content?: { body?: string } };
type ListedMessage = {
  id: string;
  type?: string;
  body?: string;
  status: string;
  completed_at: string | null;
  cost_in_pounds?: number | null;
};
type Listed = { notifications: ListedMessage[] };

// What the client throws before anything leaves: not an Error but these words.
const FILE_TOO_LARGE: Partial<Record<Channel, string>> = {
  email: 'File is larger than 2MB.',
  letter: 'File is larger than 5MB.',
};

/** The time for a request was over before it left. */
class TooLate extends Error {}

/**
 * The one place that talks to GOV.UK Notify, through its official client. The client sets no timeout, and axios's own
 * lets a dripping answer run on and posts again after a redirect: here each request has an AbortSignal and follows none.
 */
export function notifyThrough({ url, api_key, template_ids, postage = 'second' }: NotifyOptions): NotifyPort {
  const agents = { httpAgent: new http.Agent({ keepAlive: true }), httpsAgent: new https.Agent({ keepAlive: true }) };
  const request = axios.create({ ...agents, maxRedirects: 0 });
  /** @param until when its time is over, in milliseconds of `performance.now()` */
  const clientFor = (key: string, until: number) => {
    const client = new NotifyClient(url, key);
    // The clock is read last of all: no timer of a process that stood still rings before what it was about to do.
    const timed = async (config: AxiosRequestConfig) => {
      const left = until - performance.now();
      if (left <= 0) throw new TooLate();
      return request({ ...config, signal: AbortSignal.timeout(Math.ceil(left)) });
    };
    client.setClient(timed as unknown as Parameters<typeof client.setClient>[0]);
    return client;
  };
  const templateId = lookUpTemplates(template_ids, async () => {
    const { data } = await withKey(api_key, (key) =>
      clientFor(key, performance.now() + ASK_TIMEOUT_MS).getAllTemplates(undefined as never),
    );
    return (data as unknown as Templates).templates;
  });

  const templateOf = async ({ channel, template }: Message) => (channel === 'letter' ? '' : templateId(template));

  const post = async (message: Message, timeoutMs: number) => {
    const until = performance.now() + timeoutMs;
    const key = await api_key().catch(() => 'unread' as const);
    if (key === 'unread') return { kind: 'not-stored' } as const;
    if (key === null) return { kind: 'set-up', error: NO_API_KEY } as const;
    const template = await templateOf(message).catch((error) => ({ error: error as Fault }));
    if (template === null) return { kind: 'set-up', error: `no-template:${message.template}` } as const;
    if (typeof template !== 'string')
      return refusesKey(template.error) ? postedFrom(template.error) : ({ kind: 'not-stored' } as const);
    try {
      const { data } = await SEND_BY[message.channel](message, { client: clientFor(key, until), template, postage });
      const { id, content } = data as Stored;
      if (!id) return { kind: 'uncertain', error: 'no-id' } as const;
      return { kind: 'accepted', notify_id: id, ...billed(message.channel, content?.body) } as const;
    } catch (error) {
      if (error instanceof TooLate) return { kind: 'not-stored' } as const;
      if (error === FILE_TOO_LARGE[message.channel]) return { kind: 'refused', error: 'file-too-large' } as const;
      // Nothing was stored, and with another key by now it may be.
      if (refusesKey(error) && (await api_key('refusal').catch(() => key)) !== key)
        return { kind: 'not-stored' } as const;
      return postedFrom(error as Fault);
    }
  };

  const find = async (reference: string): Promise<Found[]> => {
    try {
      const none = undefined as never;
      const { data } = await withKey(api_key, (key) =>
        clientFor(key, performance.now() + ASK_TIMEOUT_MS).getNotifications(none, none, reference),
      );
      return (data as unknown as Listed).notifications.map((listed) => ({
        notify_id: listed.id,
        status: listed.status,
        completed_at: listed.completed_at ? Date.parse(listed.completed_at) : null,
        ...billed(listed.type, listed.body),
        ...billedLetter(listed),
      }));
    } catch (error) {
      if (error instanceof NoApiKey) throw error;
      // The client's own errors hold the request, with its authorization header.
      const { code, response } = error as Fault;
      throw new Error(`Notify could not be asked: ${response?.status ?? code ?? 'no answer'}`);
    }
  };
  return { post, find };
}

/** What a text is billed as, counted from what Notify says it is going to send. */
const billed = (channel: string | undefined, body: string | undefined): { fragments?: number } =>
  channel === 'sms' && body ? { fragments: fragmentsOf(body) } : {};

/** What a letter costs, which Notify knows once it has counted its pages. Its prices are whole pence. */
const billedLetter = ({ type, cost_in_pounds }: ListedMessage): { cost_pence?: number } =>
  type === 'letter' && typeof cost_in_pounds === 'number' ? { cost_pence: Math.round(cost_in_pounds * 100) } : {};

/** Template ids by name, from configuration or else from the API, kept for a while. Null if Notify has none so called. */
function lookUpTemplates(known: Record<string, string>, list: () => Promise<{ id: string; name: string }[]>) {
  let listed: { ids: Map<string, string>; at: number } | undefined;
  return async (name: string): Promise<string | null> => {
    const configured = known[name];
    if (configured) return configured;
    if (!listed || performance.now() - listed.at > TEMPLATES_KEPT_MS) {
      listed = { ids: new Map((await list()).map((each) => [each.name, each.id])), at: performance.now() };
    }
    return listed.ids.get(name) ?? null;
  };
}
