// The caller: the JSON Web Token of a request (api authentication/auth.py, python-client authentication.py, PyJWT).
import { createHmac, timingSafeEqual } from 'node:crypto';
import { authError, serverFault } from '../errors.ts';
import { parseJson } from '../forms/python-json.ts';
import { isObject, PythonFloat, truthy } from '../forms/python-values.ts';
import { parseUuid } from '../forms/uuid.ts';
import type { Key, Service } from '../world/world.ts';

export type Caller = { service: Service; key: Key };

const CLOCK_SECONDS = 30;
const WRONG_TOKEN =
  'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header';
const WRONG_CLOCK = 'Error: Your system clock must be accurate to within 30 seconds';
const NO_SUCH_KEY = 'Invalid token: API key not found';

type Token = { header: Record<string, unknown>; claims: Record<string, unknown>; signed: string; signature: Buffer };

function bearer(header: string | undefined): string {
  if (!header) throw authError(401, 'Unauthorized: authentication token must be provided');
  if (header.slice(0, 7).toLowerCase() !== 'bearer ') {
    throw authError(401, 'Unauthorized: authentication bearer scheme must be used');
  }
  return header.slice(7);
}

function segment(text: string): Record<string, unknown> | undefined {
  const parsed = /^[\w-]*={0,2}$/.test(text) ? parseJson(Buffer.from(text, 'base64url')) : { ok: false as const };
  return parsed.ok && isObject(parsed.value) ? parsed.value : undefined;
}

function readToken(text: string): Token {
  const [head = '', payload = '', ...rest] = text.split('.');
  const header = segment(head);
  const claims = segment(payload);
  const [signature] = rest;
  if (rest.length !== 1 || signature === undefined || !header || !claims || !/^[\w-]*={0,2}$/.test(signature)) {
    throw authError(403, WRONG_TOKEN);
  }
  return { header, claims, signed: `${head}.${payload}`, signature: Buffer.from(signature, 'base64url') };
}

/** Python's int(): whole numbers, numbers cut to whole ones, and texts of digits; undefined is a ValueError. */
function toInt(value: unknown): number | undefined {
  if (value === true || value === false || typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (value instanceof PythonFloat) return Math.trunc(value.value);
  if (typeof value === 'string') return /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : undefined;
  throw serverFault('TypeError');
}

type Verdict = 'good' | 'other-key' | { refused: string };

function checkClaims(claims: Record<string, unknown>, nowSeconds: number): Verdict {
  const late = (claim: number) => claim > nowSeconds + CLOCK_SECONDS;
  const has = (name: string) => Object.hasOwn(claims, name);
  if (has('iat')) {
    const issued = toInt(claims['iat']);
    if (issued === undefined || late(issued)) return { refused: WRONG_CLOCK };
  }
  if (has('nbf')) {
    const notBefore = toInt(claims['nbf']);
    if (notBefore === undefined) return 'other-key';
    if (late(notBefore)) return { refused: WRONG_CLOCK };
  }
  if (has('exp')) {
    const expires = toInt(claims['exp']);
    if (expires === undefined) return 'other-key';
    if (expires <= nowSeconds - CLOCK_SECONDS) return { refused: WRONG_TOKEN };
  }
  if (truthy(claims['aud'])) return { refused: WRONG_TOKEN };
  if (['sub', 'jti'].some((name) => has(name) && typeof claims[name] !== 'string')) return { refused: WRONG_TOKEN };
  // A token without iat counts as one that this key did not sign: the real server says so.
  if (!has('iat')) return 'other-key';
  const issued = toInt(claims['iat']) ?? 0;
  return Math.floor(nowSeconds) > issued + CLOCK_SECONDS ? { refused: WRONG_CLOCK } : 'good';
}

function verify(token: Token, secret: string, nowSeconds: number): Verdict {
  if (token.header['alg'] !== 'HS256') return { refused: 'Invalid token: algorithm used is not HS256' };
  const expected = createHmac('sha256', secret).update(token.signed).digest();
  if (token.signature.length !== expected.length || !timingSafeEqual(token.signature, expected)) return 'other-key';
  return checkClaims(token.claims, nowSeconds);
}

/**
 * Finds out which service is calling. Throws AuthError 401 or 403. The clock is the machine's own, whatever time the
 * sandbox shows.
 */
export function authenticate(services: ReadonlyMap<string, Service>, authorization: string | undefined): Caller {
  const token = readToken(bearer(authorization));
  if (!Object.hasOwn(token.claims, 'iss')) throw authError(403, 'Invalid token: iss field not provided');
  const issuer = token.claims['iss'];
  const id = typeof issuer === 'string' ? parseUuid(issuer) : undefined;
  if (!id) throw authError(403, 'Invalid token: service id is not the right data type');
  const service = services.get(id);
  if (!service) throw authError(403, 'Invalid token: service not found');
  if (service.keys.length === 0) throw authError(403, 'Invalid token: service has no API keys');
  if (!service.active) throw authError(403, 'Invalid token: service is archived');
  const nowSeconds = Date.now() / 1000;
  for (const key of service.keys) {
    const verdict = verify(token, key.secret, nowSeconds);
    if (verdict === 'other-key') continue;
    if (verdict !== 'good') throw authError(403, verdict.refused);
    if (key.revoked) throw authError(403, 'Invalid token: API key revoked');
    return { service, key };
  }
  throw authError(403, NO_SUCH_KEY);
}
