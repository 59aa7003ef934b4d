/** Guards that keep the promises of sending, each with what takes it out of the source. Used by remove-guard.ts. */
export type Guard = { name: string; file: string; with: string; without: string };

const SEND = 'functions/notices/send-notices/send-notices.ts';

export const GUARDS: readonly Guard[] = [
  {
    name: 'the condition on every write',
    file: 'test/support/notice-store.ts',
    with: 'if ((notices.get(notice.id)?.notice.version ?? 0) !== notice.version - 1) return false;',
    without: '',
  },
  {
    name: 'the claim',
    file: SEND,
    with: 'if (!(await store.put(claimed, toReconcile(lease_until + ASK_AFTER_MS)))) return duplicate;',
    without: 'await store.put(claimed, toReconcile(lease_until + ASK_AFTER_MS));',
  },
  {
    name: 'the look at the lease right before posting',
    file: SEND,
    with: 'const left = Math.min(remainingMs(), (notice.lease_until ?? 0) - now());',
    without: 'const left = Number.POSITIVE_INFINITY;',
  },
  {
    name: 'the look-up by reference',
    file: 'functions/notices/reconcile-notices/reconcile-notices.ts',
    with: 'const message = found[0];\n  if (!message) {',
    without: 'const message = found[0]!;\n  if (message || !message) {',
  },
  {
    name: 'the 35 seconds',
    file: 'functions/notices/timing.ts',
    with: 'ASK_AFTER_MS = 35_000',
    without: 'ASK_AFTER_MS = 0',
  },
  {
    name: 'the last look after the claim',
    file: SEND,
    with: 'const claimed_at = now();',
    without:
      'deps = { ...deps, look: ((found) => async () => found)(await deps.look(notice, now())) };\n  const claimed_at = now();',
  },
  {
    name: 'the agenda kept until the claim',
    file: 'functions/notices/release-notices/release-notices.ts',
    with: '(await store.put(released, agenda))',
    without: '(await store.put(released, null))',
  },
  {
    name: 'the agenda kept after the claim',
    file: SEND,
    with: 'store.put(claimed, toReconcile(lease_until + ASK_AFTER_MS))',
    without: 'store.put(claimed, null)',
  },
  {
    name: 'the same reference on every try',
    file: SEND,
    with: 'recipient.channel}`;',
    without: 'recipient.channel}.$' + '{notice.release}`;',
  },
];
