import axios, { type AxiosRequestConfig } from 'axios';
import { NotifyClient } from 'notifications-node-client';
import type { Kept } from '../secret.ts';
import { NoApiKey, withKey } from './api-key.ts';
import type { Fault } from './fault.ts';

/** A message as Notify's list has it, without what it says and whom it is for. */
export type Listed = {
  notify_id: string;
  reference: string | null;
  /** When Notify stored it, in milliseconds since 1970. */
  stored_at: number;
};

/**
 * One page of all that Notify keeps for the key type that we send by, newest first; empty after the last.
 * @param olderThan the `notify_id` of the last message of the page before.
 * @throws Error without personal data if Notify cannot be asked.
 */
export type ListNotify = (olderThan: string | null) => Promise<Listed[]>;

const TIMEOUT_MS = 20_000; // a page is up to 250 messages with their texts

/** Reads `GET /v2/notifications`, page by page. Notify does not limit how often it may be read; one page at a time is enough. */
export function listThrough({ url, api_key }: { url: string; api_key: Kept<string> }): ListNotify {
  const timed = (config: AxiosRequestConfig) =>
    axios({ ...config, maxRedirects: 0, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const none = undefined as never;
  const pageWith = (key: string, olderThan: string | null) => {
    const client = new NotifyClient(url, key);
    client.setClient(timed as unknown as Parameters<typeof client.setClient>[0]);
    return client.getNotifications(none, none, none, (olderThan ?? undefined) as never);
  };
  return async (olderThan) => {
    try {
      const { data } = await withKey(api_key, (key) => pageWith(key, olderThan));
      const { notifications } = data as unknown as {
        notifications: { id: string; reference: string | null; created_at: string }[];
      };
      return notifications.map(({ id, reference, created_at }) => ({
        notify_id: id,
        reference,
        stored_at: Date.parse(created_at),
      }));
    } catch (error) {
      if (error instanceof NoApiKey) throw error;
      // The client's own errors hold the request, with its authorization header.
      const { code, response } = error as Fault;
      throw new Error(`Notify could not be asked for its list: ${response?.status ?? code ?? 'no answer'}`);
    }
  };
}
