import type { Answer } from '../rules/answers.ts';

/** One try, as it leaves. */
export type Webhook = {
  url: string;
  id: string;
  body: string;
  secrets: readonly string[];
  timeoutMs: number;
  /** By when its worker must be done, by its own clock: a process that stood still begins nothing. */
  until: number;
};

/** Posts to a subscriber. Never throws: what goes wrong with the other side is an answer. */
export type PostWebhook = (webhook: Webhook) => Promise<Answer>;
