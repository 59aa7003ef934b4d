// Runs at CloudFront's edges (cloudfront-js-2.0): finds the file of the present release, or of the
// present catalogue, for a stable address.
import cf from 'cloudfront';

// Copies of a day are the same in every release and lie at their own address.
const DATED = /^\/open-data\/[^/]+\/v\/\d{4}-\d\d-\d\d\//;
// The type of an event names a folder too.
const FOLDER = /\/([a-z0-9-]+|council\.[a-z.-]+\.v\d+)$/;
// Each part of the site is named by its first folder, and has a pointer of its own.
const POINTERS = { 'open-data': 'release', catalogue: 'catalogue' };

// Put in at synthesis: who is told of a weakness.
const SECURITY_CONTACT = '%SECURITY_CONTACT%';
const EXPIRES_MS = 90 * 24 * 3600 * 1000;

/** RFC 9116: whom to tell of a weakness. It must say a day on which it is out of date, so that is ninety days from now. */
const securityText = (host) => ({
  statusCode: 200,
  statusDescription: 'OK',
  headers: {
    'content-type': { value: 'text/plain; charset=utf-8' },
    'cache-control': { value: 'max-age=86400' },
    'x-content-type-options': { value: 'nosniff' },
    'strict-transport-security': { value: 'max-age=31536000; includeSubDomains' },
  },
  body: [
    `Contact: mailto:${SECURITY_CONTACT}`,
    `Expires: ${new Date(Date.now() + EXPIRES_MS).toISOString().slice(0, 19)}Z`,
    'Preferred-Languages: en',
    `Canonical: https://${host}/.well-known/security.txt`,
    '',
  ].join('\n'),
});

/** The answer to a page of another site that asks if it may read this one: it may. */
const welcome = {
  statusCode: 204,
  statusDescription: 'No Content',
  headers: {
    'access-control-allow-origin': { value: '*' },
    'access-control-allow-methods': { value: 'GET, HEAD, OPTIONS' },
    'access-control-allow-headers': { value: '*' },
    'access-control-max-age': { value: '86400' },
  },
};

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
async function handler(event) {
  const request = event.request;
  const uri = request.uri;
  if (request.method === 'OPTIONS') return welcome;
  if (uri === '/.well-known/security.txt') return securityText(request.headers.host.value);
  if (uri === '/') return moved('/open-data/');
  const pointer = POINTERS[uri.split('/')[1]];
  if (!pointer) {
    // The bucket has nothing there, and CloudFront answers with the page for that. It does not for a 404 made here.
    request.uri = '/nowhere';
    return request;
  }
  const last = uri.slice(uri.lastIndexOf('/'));
  if (FOLDER.test(last)) return moved(`${uri}/`);
  const file = uri.endsWith('/') ? `${uri}index.html` : uri;
  if (DATED.test(file)) {
    request.uri = file;
    return request;
  }
  try {
    const digest = await cf.kvs().get(pointer);
    request.uri = `/releases/${digest}${file}`;
    return request;
  } catch (_) {
    return {
      statusCode: 503,
      statusDescription: 'Service Unavailable',
      headers: { 'retry-after': { value: '300' }, 'content-type': { value: 'text/plain; charset=utf-8' } },
      body: 'Nothing has been published yet.',
    };
  }
}

function moved(to) {
  return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: to } } };
}
