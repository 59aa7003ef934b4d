// The two limits on sending: a token bucket per service and key type, and a daily count per service and channel.
import { dailyLimit, rateLimit, serverFault } from '../errors.ts';
import type { KeyType, Service } from '../world/world.ts';

/** Tokens left, and the moment (seconds) up to which dripped tokens were granted. */
export type Bucket = { tokens: number; replenishedAt: number };

const LARGEST_BUCKET = 1000;
const SECONDS_IN_MINUTE = 60;

/** A third of a minute's requests and one, at most 1000 (api validators.py). */
export const bucketCapacity = (perMinute: number): number => Math.min(Math.ceil(perMinute / 3) + 1, LARGEST_BUCKET);

/**
 * Takes a token. A request is admitted if at least one is left after it, so a full bucket admits its capacity less one.
 * Refused requests eat what has just dripped in: a sender that keeps asking faster than the rate is locked out for as
 * long as they do (notifications-utils redis_client.py, tally-bucket-rate-limit).
 */
export function takeToken(
  bucket: Bucket | undefined,
  perMinute: number,
  nowSeconds: number,
): Bucket & { admitted: boolean } {
  const perSecond = perMinute / SECONDS_IN_MINUTE;
  const capacity = bucketCapacity(perMinute);
  const { tokens, replenishedAt } = bucket ?? { tokens: capacity, replenishedAt: nowSeconds };
  const granted = Math.floor(Math.max(nowSeconds - replenishedAt, 0) * perSecond);
  const left = Math.max(Math.min(tokens + granted, capacity) - 1, 0);
  return { tokens: left, replenishedAt: replenishedAt + granted / perSecond, admitted: left >= 1 };
}

export type Counters = { buckets: Map<string, Bucket>; daily: Map<string, number> };
export type CountedChannel = 'sms' | 'email' | 'letter' | 'international_sms';

/** What a test key of a service in trial mode may send in a day: the limits of a live service. */
const LIVE_DAILY_LIMITS: Service['daily_limits'] = {
  email: 250_000,
  sms: 250_000,
  letter: 20_000,
  international_sms: 100,
};

export function spendToken(counters: Counters, service: Service, keyType: KeyType, now: Date): void {
  const name = `${service.id} ${keyType}`;
  const { admitted, ...bucket } = takeToken(counters.buckets.get(name), service.rate_limit, now.getTime() / 1000);
  counters.buckets.set(name, bucket);
  if (!admitted) {
    throw rateLimit(
      `Exceeded rate limit for key type ${keyType.toUpperCase()} of ${service.rate_limit} requests per ${SECONDS_IN_MINUTE} seconds`,
    );
  }
}

/** Live and team keys share a count per UTC day; test keys are never counted. */
const dailyName = (service: Service, channel: string, now: Date): string =>
  `${now.toISOString().slice(0, 10)} ${service.id} ${channel}`;

/** Throws TooManyRequestsError if one more would be too many today; an unknown channel is a KeyError over there. */
export function checkDailyLimit(
  counters: Counters,
  { service, keyType, channel, now }: { service: Service; keyType: KeyType; channel: string; now: Date },
): void {
  const limits = keyType === 'test' && service.restricted ? LIVE_DAILY_LIMITS : service.daily_limits;
  if (!Object.hasOwn(limits, channel)) throw serverFault('KeyError');
  const limit = limits[channel as CountedChannel];
  const sent = keyType === 'test' ? 0 : (counters.daily.get(dailyName(service, channel, now)) ?? 0);
  if (sent + 1 > limit) throw dailyLimit(`Exceeded send limits (${channel}: ${limit}) for today`);
}

export function countMessage(counters: Counters, service: Service, channel: CountedChannel, now: Date): void {
  const name = dailyName(service, channel, now);
  counters.daily.set(name, (counters.daily.get(name) ?? 0) + 1);
}
