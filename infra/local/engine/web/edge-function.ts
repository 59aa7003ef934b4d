// CloudFront Functions (cloudfront-js-2.0): each runs in a context of its own, with the `cloudfront` module and nothing
// of Node.

import { createContext, Script } from 'node:vm';
import { TemplateRefused } from '../stack/template.ts';

export type EdgeHeaders = Record<string, { value: string }>;
export type EdgeRequest = {
  method: string;
  uri: string;
  querystring: Record<string, { value: string }>;
  headers: EdgeHeaders;
  cookies: Record<string, { value: string }>;
};
export type EdgeResponse = {
  statusCode: number;
  statusDescription?: string;
  headers?: EdgeHeaders;
  body?: string | { encoding: string; data: string };
};
export type EdgeEvent = {
  version: '1.0';
  context: Record<string, string>;
  viewer: { ip: string };
  request: EdgeRequest;
  response?: EdgeResponse;
};

export type EdgeFunction = (event: EdgeEvent) => Promise<EdgeRequest | EdgeResponse>;

const IMPORT = /^import\s+(\w+)\s+from\s+'cloudfront';?$/m;
/** CloudFront stops a function after about a millisecond of work; here only one that never ends. */
const LONGEST_MS = 1000;

/**
 * @param at the function's logical id, for errors
 * @param value reads a key of the store that the function is associated with
 * @throws TemplateRefused for code that does not load
 */
export function loadEdgeFunction(
  code: string,
  { at, value }: { at: string; value: (key: string) => string | undefined },
): EdgeFunction {
  const get = async (key: string) => {
    const found = value(key);
    if (found === undefined) throw new Error(`KeyNotFound: ${key}`);
    return found;
  };
  const cloudfront = { kvs: () => ({ get, exists: async (key: string) => value(key) !== undefined }) };
  const context = createContext({ cloudfront, console: { log: () => {} } });
  try {
    new Script(code.replace(IMPORT, 'const $1 = cloudfront;'), { filename: at }).runInContext(context, {
      timeout: LONGEST_MS,
    });
  } catch (error) {
    throw new TemplateRefused([`${at} (AWS::CloudFront::Function): FunctionCode: ${(error as Error).message}`]);
  }
  return async (event) => {
    // As text: an edge function sees none of our objects, and we none of its.
    context['event'] = JSON.stringify(event);
    const asked = new Script('Promise.resolve(handler(JSON.parse(event))).then(JSON.stringify)', { filename: at });
    return JSON.parse(await asked.runInContext(context, { timeout: LONGEST_MS }));
  };
}
