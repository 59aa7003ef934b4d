import { describe, expect, test } from 'vitest';
import { payment, receivingWorld } from '../../../support/receiving-world.ts';

describe('contacts and satisfaction', () => {
  const TODAY = '2026-09-29';
  const contacts = () => {
    const here = receivingWorld();
    here.deps.sources = {
      'revenues-benefits': {
        types: ['contacts-counted', 'contact-made', 'satisfaction-answered'].map(
          (each) => `council.contacts.${each}.v1`,
        ),
      },
    };
    here.deps.now = () => Date.parse(`${TODAY}T10:00:00Z`);
    return here;
  };
  const told = (what: string, data: object) => ({ ...payment('c1'), type: `council.contacts.${what}.v1`, data });
  const count = (data: object = {}) =>
    told('contacts-counted', {
      ...{ service: 'council-tax', channel: 'telephone', from: TODAY, to: TODAY, contacts: 3, revision: 1 },
      ...data,
    });

  test('go on the bus under the name of who told them, and not into the register', async () => {
    const { post, bus, facts } = contacts();
    expect((await post(count())).status).toBe(202);
    expect([...bus.events.values()]).toMatchObject([{ source: 'council.intake', origin: 'revenues-benefits' }]);
    expect(facts).toEqual([]);
  });

  test.each([
    ['a count', count({ to: '2026-09-30' }), '/data/to'],
    [
      'an answer',
      told('satisfaction-answered', { service: 'council-tax', channel: 'sms', score: 1, on: '2026-09-30' }),
      '/data/on',
    ],
    [
      'a contact',
      told('contact-made', { service: 'council-tax', channel: 'sms', at: '2026-09-29T10:06:00Z' }),
      '/data/at',
    ],
  ])('%s of days to come is refused', async (_, event, pointer) => {
    const { post, bus } = contacts();
    const answer = await post(event);
    expect([answer.status, answer.body.events[0]?.errors?.[0]?.pointer]).toEqual([400, pointer]);
    expect(bus.events.size).toBe(0);
  });

  test('may be a few minutes ahead by the clock of their source', async () => {
    const { post } = contacts();
    const contact = { service: 'council-tax', channel: 'sms', at: '2026-09-29T10:04:00Z' };
    expect((await post(told('contact-made', contact))).status).toBe(202);
  });
});
