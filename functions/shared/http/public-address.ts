import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What our own machines and networks are reached by: no subscriber is there. */
export class AddressNotAllowed extends Error {
  readonly code = 'ADDRESS_NOT_ALLOWED';
}

/** An address of the whole internet: not of this machine, this network or the link, however it is written. */
export const isPublic = (address: string): boolean => ipaddr.process(address).range() === 'unicast';

export type Resolve = typeof lookup;

/**
 * Looks up a name for the connection that is about to be made: what was looked at is what is called, so a name that changes
 * between leads nowhere.
 */
export const publicLookup =
  (resolve: Resolve = lookup): LookupFunction =>
  (hostname, options, done) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublic(address))) return done(new AddressNotAllowed(), []);
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });

/** Whether an address stands in a URL itself, so that nothing is looked up, and may not be called. */
export function isForbiddenHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 && !isPublic(bare);
}
