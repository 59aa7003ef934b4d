import { describe, expect, test } from 'vitest';
import { hold, payment, receivingWorld } from '../../../support/receiving-world.ts';

describe('a batch', () => {
  test('is answered event by event, in its order', async () => {
    const { post } = receivingWorld();
    const answer = await post([payment('e1'), { id: 'e2' }, hold('e3')]);
    expect(answer.status).toBe(207);
    expect(answer.body.events.map(({ id, status }) => [id, status])).toEqual([
      ['e1', 'accepted'],
      ['e2', 'refused'],
      ['e3', 'accepted'],
    ]);
  });

  test('of nothing is accepted', async () => {
    expect(await receivingWorld().post([])).toEqual({ status: 202, body: { events: [] } });
  });

  test('of 500 is taken, of 501 refused as a whole', async () => {
    const { post, bus } = receivingWorld();
    const many = Array.from({ length: 501 }, (_, i) => payment(`e${i}`));
    expect(await post(many)).toMatchObject({ status: 413, body: { error: 'too-many' } });
    expect(bus.events.size).toBe(0);
    expect((await post(many.slice(1))).status).toBe(202);
    expect(bus.events.size).toBe(500);
  });
});

describe('a body that will not do', () => {
  test.each([
    ['text/csv', '{}', undefined, 415, 'wrong-content-type'],
    ['of another content type', '{}', 'text/plain', 415, 'wrong-content-type'],
    ['not JSON', '{', undefined, 400, 'not-json'],
    ['nothing', '', undefined, 400, 'not-json'],
    ['not UTF-8', null, 'application/json', 400, 'not-json'],
    ['a list sent as one event', '[]', 'application/cloudevents+json', 400, 'wrong-content-type'],
    ['one event sent as a list', '{}', 'application/cloudevents-batch+json', 400, 'wrong-content-type'],
    ['larger than 1 MB', `"${'é'.repeat(500_001)}"`, undefined, 413, 'too-large'],
    ['nested without end', '['.repeat(900_000), undefined, 400, 'not-json'],
  ])('%s', async (name, body, contentType, status, error) => {
    const { postText } = receivingWorld();
    const type = name === 'text/csv' ? 'text/csv' : contentType;
    expect(await postText(body, type ? { contentType: type } : {})).toMatchObject({ status, body: { error } });
  });

  test('application/json holds one event or a list', async () => {
    const { post } = receivingWorld();
    expect((await post(payment(), { contentType: 'application/json' })).status).toBe(202);
    expect((await post([payment('e2')], { contentType: 'application/json' })).status).toBe(202);
  });
});

describe('what other systems write', () => {
  test.each([
    ['null in the envelope', { subject: null, dataschema: null, sequence: null, traceparent: null }],
    ['null in its data', { data: { ...payment().data, reversal: null, note: { by: null } } }],
    ['a charset', { datacontenttype: 'application/json; charset=utf-8' }],
    ['a media type in capitals', { datacontenttype: 'Application/JSON;charset=UTF-8' }],
    ['another media type of JSON', { datacontenttype: 'application/vnd.council+json' }],
    ['text/json', { datacontenttype: 'text/json' }],
  ])('%s is taken', async (_, more) => {
    const { post } = receivingWorld();
    expect(await post({ ...payment(), ...more })).toMatchObject({ status: 202 });
  });

  test('null is the same as nothing when the event comes again', async () => {
    const { post } = receivingWorld();
    await post(payment());
    expect(await post(payment('e1', { reversal: null }))).toMatchObject({
      body: { events: [{ status: 'duplicate' }] },
    });
  });

  test('null where something must be is missing', async () => {
    const { post } = receivingWorld();
    expect(await post({ ...payment(), type: null, data: null })).toMatchObject({
      status: 400,
      body: {
        events: [
          {
            errors: [
              { pointer: '/type', message: 'is missing' },
              { pointer: '/data', message: 'is missing' },
            ],
          },
        ],
      },
    });
  });

  test.each(['application/xml', 'json', 'application/jsonp'])(
    '%s is no media type of JSON',
    async (datacontenttype) => {
      const { post } = receivingWorld();
      expect(await post({ ...payment(), datacontenttype })).toMatchObject({
        status: 400,
        body: { events: [{ errors: [{ pointer: '/datacontenttype' }] }] },
      });
    },
  );

  test('a byte order mark before the body is skipped', async () => {
    const { postText } = receivingWorld();
    const contentType = 'application/cloudevents+json';
    expect(await postText(`\ufeff${JSON.stringify(payment())}`, { contentType })).toMatchObject({ status: 202 });
  });
});
