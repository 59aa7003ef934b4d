import axios, { type AxiosError, type AxiosRequestConfig } from 'axios';
import { NotifyClient } from 'notifications-node-client';
import type { InNotify } from './compare-templates.ts';
import { clean } from './print.ts';
import { Failed, WrongUsage } from './trouble.ts';

const NOTIFY = 'https://api.notifications.service.gov.uk';
const TIMEOUT_MS = 20_000;

/** A key is `<its name>-<service id>-<secret>`, the last two UUIDs. */
const KEY = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

type Given = { url: string | undefined; key: string | undefined };

/**
 * All templates of the service that the key belongs to, through Notify's own client.
 * @throws WrongUsage, or Failed if Notify does not answer as it should. Neither holds the key.
 */
export async function templatesInNotify({ url, key }: Given): Promise<InNotify[]> {
  if (!key) throw new WrongUsage('Which Notify service? Give --notify-key KEY or set NOTIFY_API_KEY.');
  if (!KEY.test(key)) {
    throw new WrongUsage('The Notify key is not whole: it is its name and two UUIDs, as Notify showed it once.');
  }
  const base = (url || NOTIFY).replace(/\/+$/, '');
  if (!/^https?:$/.test(URL.parse(base)?.protocol ?? ''))
    throw new WrongUsage(`"${base}" is no http or https address.`);
  const client = new NotifyClient(base, key);
  // The client sets no timeout of its own, and axios follows redirects.
  const timed = (config: AxiosRequestConfig) =>
    axios({ ...config, maxRedirects: 0, signal: AbortSignal.timeout(TIMEOUT_MS) });
  client.setClient(timed as unknown as Parameters<typeof client.setClient>[0]);
  try {
    const { data } = await client.getAllTemplates();
    const { templates } = data as unknown as { templates?: InNotify[] };
    if (Array.isArray(templates)) return templates;
  } catch (error) {
    throw new Failed(troubleOf(base, error as AxiosError));
  }
  throw new Failed(`${base} did not answer as Notify does. Check --notify.`);
}

function troubleOf(base: string, { response, code }: AxiosError): string {
  if (!response) return `${base} does not answer${code ? ` (${code})` : ''}. Check --notify and the network.`;
  const { errors } = (response.data ?? {}) as { errors?: { message?: unknown }[] };
  const said = errors?.[0]?.message;
  return `Notify answered ${response.status}${typeof said === 'string' ? `: ${clean(said)}` : '.'}`;
}
