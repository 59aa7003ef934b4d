import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerIn } from '../../../../functions/shared/open311/format.ts';
import { readUpdates } from '../../../../functions/shared/open311/read-updates.ts';

const UPDATE = {
  ...{ update_id: '7', service_request_id: 'SR-1', status: 'fixed', external_status_code: null },
  updated_datetime: '2026-09-29T09:00:00Z',
};
const read = (text: string | Uint8Array) => readUpdates(typeof text === 'string' ? Buffer.from(text) : text);
const inXml = (entry: string) => `<?xml version="1.0"?><service_request_updates>${entry}</service_request_updates>`;
const ENTRY =
  '<request_update><update_id>7</update_id><service_request_id>SR-1</service_request_id><status>fixed</status>' +
  '<external_status_code/><updated_datetime>2026-09-29T09:00:00Z</updated_datetime></request_update>';

describe('updates of another system', () => {
  test.each([
    ['a list in JSON', JSON.stringify([{ ...UPDATE, update_id: 7, media_url: '' }])],
    ['one under a name', JSON.stringify({ service_request_updates: [UPDATE] })],
    ['XML', inXml(ENTRY)],
    ['XML under the other name', inXml(ENTRY).replaceAll('service_request_updates', 'service_requests_updates')],
    ['XML with a mark before it', `\ufeff${inXml(ENTRY)}`],
  ])('are read from %s', (_, text) => expect(read(text)).toEqual({ updates: [UPDATE], unreadable: 0 }));

  test.each(['[]', inXml(''), '<service_request_updates/>'])('may be none: %s', (text) =>
    expect(read(text)).toEqual({ updates: [], unreadable: 0 }),
  );

  test('have the entities that XML itself has, each once', () => {
    const entry = ENTRY.replace('<status>fixed', '<status>A &amp;lt; B');
    expect(read(inXml(entry))?.updates[0]?.status).toBe('A &lt; B');
  });

  test.each([
    ['&#65;&#x42;', 'AB'],
    ['&#38;lt;', '&lt;'],
    ['&amp;#65;', '&#65;'],
    ['&#0;A&#xD800;&#1114112;', '&#0;A&#xD800;&#1114112;'],
  ])('have characters by their numbers, each once: %s', (written, status) => {
    expect(read(inXml(ENTRY.replace('<status>fixed', `<status>${written}`)))?.updates[0]?.status).toBe(status);
  });

  test.each([
    ['entities of its own', `<!DOCTYPE u [<!ENTITY a "fixed">]>${inXml(ENTRY.replace('fixed', '&a;')).slice(21)}`],
    [
      'entities that grow',
      `<!doctype u [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><service_request_updates>&b;</service_request_updates>`,
    ],
    [
      'a file of ours',
      `<!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/passwd">]><service_request_updates>&a;</service_request_updates>`,
    ],
    ['XML without a bottom', inXml(`${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`)],
    ['JSON without a bottom', '['.repeat(100_000)],
    ['XML that is cut off', inXml(ENTRY).slice(0, -30)],
    ['JSON that is cut off', '[{"update_id":'],
    ['bytes that are not UTF-8', Buffer.from([0x5b, 0xff, 0x5d])],
    ['another page', '<html><body>Sign in</body></html>'],
    ['a word', '"fixed"'],
    ['more than anybody has', JSON.stringify(Array(10_001).fill(0))],
  ])('are not read from %s', (_, text) => expect(read(text)).toBeNull());

  test.each([
    ['a huge number for an id', `[${JSON.stringify(UPDATE).replace('"7"', '1e400')}]`],
    ['a number that is not exact', `[${JSON.stringify(UPDATE).replace('"7"', '9007199254740993')}]`],
    ['no zone', JSON.stringify([{ ...UPDATE, updated_datetime: '2026-09-29T09:00:00' }])],
    ['an id without end', JSON.stringify([{ ...UPDATE, update_id: 'u'.repeat(101) }])],
    ['a list for a status', JSON.stringify([{ ...UPDATE, status: ['fixed'] }])],
    ['one field twice in XML', inXml(ENTRY.replace('<status>', '<status>open</status><status>'))],
    ['nothing in it', inXml('<request_update/>')],
  ])('are counted where one has %s', (_, text) => expect(read(text)).toEqual({ updates: [], unreadable: 1 }));

  test('of the same field twice in JSON have the last, and of __proto__ nothing', () => {
    const text = `[${JSON.stringify(UPDATE).replace('"status":', '"__proto__":{"status":"x"},"status":"open","status":')}]`;
    expect(read(text)).toEqual({ updates: [UPDATE], unreadable: 0 });
    expect(({} as { status?: string }).status).toBeUndefined();
  });

  test('that we write are read again as they were, whatever stands in them', () => {
    const word = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .map((text) => text.replace(/[^\P{C}]/gu, '').trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(
        fc.array(fc.record({ update_id: word, service_request_id: word, status: word }), { maxLength: 5 }),
        (some) => {
          const updates = some.map((each) => ({ ...UPDATE, ...each }));
          const { text } = answerIn('xml', 'service_request_updates', updates);
          expect(read(text as string)).toEqual({ updates, unreadable: 0 });
          expect(read(JSON.stringify(answerIn('json', '', updates).body))).toEqual({ updates, unreadable: 0 });
        },
      ),
    );
  });

  test('that are any bytes are read or not, and never a fault', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void read(bytes)));
    fc.assert(fc.property(fc.string(), (text) => void read(inXml(text))));
  });
});
