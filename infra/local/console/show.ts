import type { Context } from 'hono';

/** Renders a page with what stands at the top of each. */
export type Show = (
  c: Context,
  page: string,
  model: object,
  status?: 200 | 400 | 404 | 500,
) => Response | Promise<Response>;
