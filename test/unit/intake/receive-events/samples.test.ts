import { expect, test } from 'vitest';
import { doorOfCouncil } from '../../../support/door-of-council.ts';
import { invalidSamples, validSamples } from '../../../support/samples.ts';

// Our own samples at the door of a council, each as the source that it names.

const NOW = Date.parse('2026-12-31T11:00:00Z'); // after all that they tell
type Event = Record<string, unknown>;
const fromOutside = ({ event }: { event: Event }) => /^urn:stockton:/.test(String(event['source']));
const named = (event: Event) => String(event['source']).split(':').at(-1) as string;

const MAY_SEND = {
  'revenues-benefits': /^council\.(recovery|payments|benefits|residents)\./,
  'residents-portal': /^council\.residents\.(?!death-recorded)/,
  'service-requests': /^council\.requests\./,
  'waste-bookings': /^council\.waste\./,
};

test.each(validSamples.filter(fromOutside))(
  '$type $name is taken, and nothing that reaches or names anybody is on the bus',
  async ({ event, type }) => {
    const { ask, bus } = doorOfCouncil(NOW);
    expect(await ask(event, named(event))).toMatchObject([{ id: event['id'], status: 'accepted' }]);
    expect(await ask(event, named(event))).toMatchObject([{ status: 'duplicate' }]);
    const told = bus.ofType(type);
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).not.toMatch(
      /Specimen|specimen@|900456|Fly-tipping|P-55|7004|CL-|RQ-|BK-|ER-|D-77|SU-1|OV-|AR-2/,
    );
  },
);

test.each(invalidSamples.filter(fromOutside))('$type $name is refused: $why', async ({ event, pointer }) => {
  const { ask, bus } = doorOfCouncil(NOW);
  const [answer] = await ask(event, named(event));
  expect(answer?.status).toBe('refused');
  expect(answer?.errors?.map((each) => each.pointer)).toContain(pointer);
  expect(bus.events.size).toBe(0);
});

test.each(Object.entries(MAY_SEND))('%s may send its own types and no others', async (source, types) => {
  const { ask } = doorOfCouncil(NOW);
  const outside = validSamples.filter(fromOutside).filter(({ type }) => !type.startsWith('council.contacts.'));
  for (const { event, type } of outside) {
    const [answer] = await ask({ ...event, id: `${type} ${JSON.stringify(event['data'])}`.slice(0, 200) }, source);
    const refused = answer?.status === 'refused' ? answer.errors?.map(({ pointer }) => pointer) : 'taken';
    expect(refused, `${source} ${type}`).toEqual(types.test(type) ? 'taken' : ['/type']);
  }
});

test('null is an absent value, at every depth', async () => {
  const { ask, register } = doorOfCouncil(NOW);
  const { event } = validSamples.find(
    ({ type, name }) => type.includes('request-received') && name.includes('source'),
  )!;
  const data = {
    ...(event['data'] as object),
    target_at: null,
    reporter: { name: null, mobile: null, email: 'a@example.org' },
  };
  expect(await ask({ ...event, data }, 'service-requests')).toMatchObject([{ status: 'accepted' }]);
  const [first] = (register.everything() as { own: [string, Record<string, { value: object }>][] }).own;
  expect(JSON.stringify(first)).toContain('a@example.org');
});
