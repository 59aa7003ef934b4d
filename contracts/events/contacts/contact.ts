import * as z from 'zod';

/** How residents reach the council, in the words of the published figures. */
export const contactChannel = z.enum(['telephone', 'face_to_face', 'email', 'self_serve', 'sms', 'post']);

/** The council's own total over all services, where a service is asked for. */
export const ALL_SERVICES = 'all';

/**
 * A service in the council's own words, such as `care-for-your-area`; one that nobody listed is published under its own
 * name. Bounded, and without room for a telephone or account number.
 */
export const service = z
  .string()
  .max(60)
  .regex(
    /^(?!.*\d{5})[a-z][a-z0-9_-]*$/,
    'must be like care-for-your-area: small letters, with hyphens between words and no long number',
  );
