import { CallRefused } from './query-call.ts';

/** What services of AWS call it that a role may not do something. */
const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError)$/;

export function isDenied(error: unknown): boolean {
  if (error instanceof CallRefused) return DENIED.test(error.code);
  return error instanceof Error && DENIED.test(error.name);
}
