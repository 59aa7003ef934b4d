/** What a try came to, as the other side let us see it. `detail` tells apart what the page calls the same. */
export type Answer =
  | { kind: 'answered'; status: number; put_off_ms: number | null }
  | { kind: 'none'; reason: 'timeout' | 'no-answer'; detail: string }
  | { kind: 'not-allowed' };

/** What follows from it. */
export type Verdict =
  | { kind: 'delivered' }
  | { kind: 'dead'; reason: string }
  | {
      kind: 'again';
      reason: string;
      put_off_ms: number;
      detail?: string;
      /** The other side did as it should: what it was asked for is only not there yet. */
      answered?: true;
      /** By which it is asked for what it will call a request. */
      token?: string;
    };

const MAY_PUT_OFF = [429, 503];

const isTriedAgain = (status: number): boolean => status === 408 || status === 429 || (status >= 500 && status <= 599);

/** Sync, section 5. What is in the body never matters. */
export function verdictOf(answer: Answer): Verdict {
  if (answer.kind === 'not-allowed') return { kind: 'dead', reason: 'address-not-allowed' };
  if (answer.kind === 'none') return { kind: 'again', reason: answer.reason, put_off_ms: 0, detail: answer.detail };
  const { status, put_off_ms } = answer;
  const reason = `http-${status}`;
  if (status >= 200 && status <= 299) return { kind: 'delivered' };
  if (!isTriedAgain(status)) return { kind: 'dead', reason };
  return { kind: 'again', reason, put_off_ms: MAY_PUT_OFF.includes(status) ? (put_off_ms ?? 0) : 0 };
}
