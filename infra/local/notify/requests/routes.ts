// The paths of the API. What is not among them is a 404, or a 405 with another method, without a look at the token.
import type { Handler } from '../context.ts';
import { notFound, wrongMethod } from '../errors.ts';
import * as reads from '../reading/reads.ts';
import { postNotification } from './post.ts';

type Route = { method: 'GET' | 'POST'; path: RegExp; handler: Handler };

const ROUTES: Route[] = [
  { method: 'GET', path: /^\/v2\/notifications$/, handler: reads.listNotifications },
  { method: 'POST', path: /^\/v2\/notifications\/([^/]+)$/, handler: postNotification },
  { method: 'GET', path: /^\/v2\/notifications\/([^/]+)$/, handler: reads.getNotification },
  { method: 'GET', path: /^\/v2\/notifications\/([^/]+)\/pdf$/, handler: reads.getPdf },
  { method: 'GET', path: /^\/v2\/templates$/, handler: reads.listTemplates },
  { method: 'GET', path: /^\/v2\/template\/([^/]+)$/, handler: reads.getTemplate },
  { method: 'GET', path: /^\/v2\/template\/([^/]+)\/version\/(\d+)$/, handler: reads.getTemplate },
  { method: 'POST', path: /^\/v2\/template\/([^/]+)\/preview$/, handler: reads.previewTemplate },
  { method: 'GET', path: /^\/v2\/received-text-messages$/, handler: reads.listReceivedTexts },
];

export type Match = { handler: Handler; params: string[] } | { options: string };

/** The handler of a path (percent signs decoded), or for OPTIONS the methods it knows. Throws 404 and 405. */
export function matchRoute(method: string, path: string): Match {
  const found = ROUTES.map((route) => ({ route, params: route.path.exec(path)?.slice(1) })).filter(
    (each) => each.params !== undefined,
  );
  if (found.length === 0) throw notFound();
  const allowed = [...new Set(found.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : ['POST'])))];
  const allow = [...allowed, 'OPTIONS'].sort().join(', ');
  if (method === 'OPTIONS') return { options: allow };
  const wanted = method === 'HEAD' ? 'GET' : method;
  const match = found.find(({ route }) => route.method === wanted);
  if (!match?.params) throw wrongMethod(allow);
  return { handler: match.route.handler, params: match.params };
}
