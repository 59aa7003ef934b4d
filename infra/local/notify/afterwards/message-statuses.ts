// The life of a message after the 201: statuses move on by themselves, and the end of a text or email is called back.

import type { ReceiptEffect } from '../misbehaving/faults.ts';
import { type Message, type Status, type Store, stamp } from '../store.ts';
import type { Service } from '../world/world.ts';
import { type Callbacks, receiptFor } from './callbacks.ts';
import type { Timers } from './timers.ts';

/** With test keys nothing is sent, and statuses are final within a fraction of a second. */
const TEST_KEY_DELAY_MS = 100;

export type Plan = {
  /** Stays `created` for so long first: the server died between storing and queueing, and its sweep finds it later. */
  heldMs?: number;
  receipt?: ReceiptEffect;
};

export type Life = {
  begin(message: Message, plan?: Plan): void;
  /** Lets a message end at once; resolves when its receipt has been tried. */
  finish(message: Message, plan?: Plan): Promise<void>;
  /** A letter that was posted comes back, which is called back in words of its own. */
  comesBack(message: Message): void;
  /** Takes up every message that is under way, after a restart. */
  resume(): void;
};

function nextStatus({ status, type, sms, outcome }: Message): Status | null {
  if (status === 'pending-virus-check' && (outcome === 'validation-failed' || outcome === 'virus-scan-failed'))
    return outcome;
  if (status === 'pending-virus-check' || status === 'created') {
    return type === 'sms' && sms?.international ? 'sent' : 'sending';
  }
  return status === 'sending' || status === 'sent' ? outcome : null;
}

export function newLife(deps: {
  store: Store;
  services: ReadonlyMap<string, Service>;
  callbacks: Callbacks;
  timers: Timers;
  now: () => Date;
  deliveryDelayMs: number;
  onChange: () => void;
}): Life {
  const { store, services, callbacks, timers } = deps;

  /** Moves a message one status on. */
  function step(message: Message, next: Status): void {
    message.updated_at = stamp(store, deps.now());
    message.status = next;
    if (next === 'sending' || next === 'sent') message.sent_at = message.updated_at;
    // Test keys pay (so to speak) only when the made-up receipt comes in; others as soon as the network has the text.
    if (message.sms && (message.key_type !== 'test' || next === message.outcome)) {
      message.sms.billable = message.sms.fragments;
    }
    deps.onChange();
  }

  async function callBack(message: Message, effect: ReceiptEffect | undefined): Promise<void> {
    const service = services.get(message.service_id);
    const receipt = message.type !== 'letter' && service && receiptFor(service, message);
    if (!receipt || effect?.kind === 'lose-receipts') return;
    if (effect?.kind === 'delay-receipts') return timers.after(effect.ms, () => void callbacks.send(receipt));
    const copies = effect?.kind === 'duplicate-receipts' ? effect.copies : 1;
    await Promise.all(Array.from({ length: copies }, () => callbacks.send({ ...receipt })));
  }

  const ends = (message: Message) => message.status === message.outcome;

  function goOn(message: Message, plan: Plan): void {
    const next = nextStatus(message);
    if (!next) return;
    const whole =
      message.key_type === 'test' ? Math.min(TEST_KEY_DELAY_MS, deps.deliveryDelayMs) : deps.deliveryDelayMs;
    const part = next === message.outcome ? 0.75 : 0.25;
    timers.after(whole * part, () => {
      // A test or an operator may have let it end in the meantime.
      if (nextStatus(message) !== next) return;
      step(message, next);
      if (ends(message)) void callBack(message, plan.receipt);
      else goOn(message, plan);
    });
  }

  return {
    begin(message, plan = {}) {
      if (plan.heldMs) timers.after(plan.heldMs, () => goOn(message, plan));
      else goOn(message, plan);
    },
    async finish(message, plan = {}) {
      for (let next = nextStatus(message); next; next = nextStatus(message)) step(message, next);
      if (ends(message)) await callBack(message, plan.receipt);
    },
    comesBack: (message) => step(message, 'returned-letter'),
    resume() {
      for (const message of store.messages) goOn(message, {});
    },
  };
}
