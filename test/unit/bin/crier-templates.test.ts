import { expect, test } from 'vitest';
import { compareTemplates, type InNotify } from '../../../bin/commands/compare-templates.ts';
import { typesInWords } from '../../../bin/commands/notice-types.ts';
import { ourCatalogue } from '../../../functions/notices/families/our-catalogue.ts';
import { councils } from '../../../infra/config/councils.ts';
import { crier, serving } from '../../support/command.ts';

const KEY = 'tests-00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-000000000002';
const wanted = ourCatalogue.templates();
const inNotify = (): InNotify[] => wanted.map((template, i) => ({ ...template, id: `id-${i}` }));

const notify = (list: unknown, status = 200) =>
  serving((request, response) => {
    const known = request.url === '/v2/templates' && /^Bearer .+\..+\..+$/.test(request.headers.authorization ?? '');
    response.writeHead(known ? status : 404, { 'content-type': 'application/json' }).end(JSON.stringify(list));
  });

const check = (url: string, ...more: string[]) =>
  crier(['templates', '--check', '--notify', url, ...more], { NOTIFY_API_KEY: KEY });

test('templates prints what must be set up in Notify, for people and as JSON', async () => {
  const json = JSON.parse((await crier(['templates', '--json'])).out);
  expect(json).toEqual(wanted);
  expect(json.map((each: object) => Object.keys(each))).toEqual(wanted.map(() => ['name', 'type', 'subject', 'body']));
  const { code, out } = await crier(['templates', '--council', 'stockton']);
  expect(code).toBe(0);
  for (const { name, subject } of wanted) {
    expect(out).toContain(`
${name}  (`);
    if (subject !== null)
      expect(out).toContain(`Subject: ${subject}
`);
  }
});

test('templates says which notice types a council has switched on, and what those that are off do not need', async () => {
  const { out } = await crier(['templates']);
  const all = ourCatalogue.types.length;
  for (const { name } of councils) expect(out).toContain(`${name} has ${all} of ${all} notice types switched on:`);
  const settings = { ...councils[0]!.settings, switched_off: ['ct.final_notice'] };
  const words = typesInWords({ name: 'Stockton', settings });
  expect(words).toContain(`Stockton has ${all - 1} of ${all} notice types switched on:`);
  expect(words.split('Switched off:')[0]).not.toContain('ct.final_notice ');
  expect(words.split('Switched off:')[1]).toContain('ct.final_notice  Final notice');
  const needed = ourCatalogue.templates(['ct.final_notice']).map(({ name }) => name);
  expect(wanted.map(({ name }) => name).filter((name) => !needed.includes(name))).toEqual(
    ['email', 'email.no-name', 'sms', 'sms.no-name'].map((end) => `ct.final_notice.${end}`),
  );
});

test('a Notify service that has all templates passes, and its ids are ready to paste', async () => {
  await using server = await notify({ templates: [...inNotify(), { id: 'x', name: 'other', type: 'sms', body: '' }] });
  const { code, out, err } = await check(server.url);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(`${wanted.length} of ${wanted.length} templates are in Notify as they should be.`);
  expect(out).toContain(`    '${wanted[0]!.name}': 'id-0',\n`);
  expect(out).not.toContain('other');
});

test('what is missing, different or there twice is named, with the difference, and ends with 1', async () => {
  const [missing, different, ...rest] = inNotify();
  const changed = { ...different!, body: different!.body.replace('Council Tax', 'council tax') };
  await using server = await notify({ templates: [changed, ...rest, { ...rest[0]!, id: 'id-again' }] });
  const { code, out } = await check(server.url);
  expect(code).toBe(1);
  expect(out).toContain(`${missing!.name} (email) is missing in Notify`);
  expect(out).toMatch(
    new RegExp(`${different!.name} .*differs[\\s\\S]*\n    - .*council tax.*\n    \\+ .*Council Tax`),
  );
  expect(out).toContain(`${rest[0]!.name} (${rest[0]!.type}) is there more than once`);
  const json = JSON.parse((await check(server.url, '--json')).out);
  expect(json.same).toBe(false);
  const states = json.templates.map(({ state }: { state: string }) => state);
  expect(states).toEqual(['missing', 'different', 'twice', ...wanted.slice(3).map(() => 'same')]);
  expect(Object.keys(json.template_ids)).toHaveLength(wanted.length - 2);
});

test('line ends and white space at the ends of lines make no difference; type, subject and words do', () => {
  const email = { name: 'x', type: 'email', subject: 'Hello', body: 'One\n\nTwo' } as const;
  const state = (changes: object) => compareTemplates([email], [{ ...email, id: '1', ...changes }])[0]!.state;
  expect(state({ body: 'One \r\n\r\nTwo\r\n' })).toBe('same');
  expect(state({ subject: 'Hello!' })).toBe('different');
  expect(state({ type: 'sms', subject: null })).toBe('different');
  expect(state({ body: 'Two\n\nOne' })).toBe('different');
});

test('what Notify says when it refuses reaches the officer; the key does not', async () => {
  const message = 'Invalid token: API key revoked';
  await using server = await notify({ status_code: 403, errors: [{ error: 'AuthError', message }] }, 403);
  const { code, out, err } = await check(server.url);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(`Notify answered 403: ${message}\n`);
});

test('an answer that is not from Notify, or none, ends with 1', async () => {
  await using server = await notify({ hello: 'there' });
  expect(await check(server.url)).toMatchObject({ code: 1, err: expect.stringContaining('as Notify does') });
  expect(await check('http://127.0.0.1:1')).toMatchObject({ code: 1, err: expect.stringContaining('does not answer') });
});

test.each([
  [['--check'], /--notify-key/],
  [['--check', '--notify-key', 'half-a-key'], /not whole/],
  [['--check', '--notify', 'nowhere', '--notify-key', KEY], /no http or https/],
  [['--council', 'atlantis'], /stockton, darlington/],
  [['--notify', 'http://localhost'], /--check/],
])('templates %j is wrong usage', async (args, said) => {
  const { code, out, err } = await crier(['templates', ...args]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(said);
});
