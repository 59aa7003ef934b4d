// `npm run gameday`: a week on this machine in which everything goes wrong once.
import { parseArgs } from 'node:util';
import { playGameDay } from '../test/gameday/week.ts';

const HELP = `npm run gameday -- [--seed N] [--seeds K]

Plays a week on the local engine in which each trouble comes once, in an order that the seed decides: Notify down, Notify
slow, our key revoked, DynamoDB throttled, buckets that take nothing, a message that no worker can read, a bad deployment
rolled back, a jump of the clock, a source that falls silent. While each lasts a file comes in; then an operator does what the runbook says.

At the end every promise must hold (the ledger balances and agrees with Notify's list, each household is told, once), and
the alarms that rang are listed with when and of what: one that should have rung and did not, or rang for nothing, fails the day.

  --seed N   the order to play (1)
  --seeds K  so many weeks, from that seed on (1)

Ends with 0, or with 1 where a promise was broken or an alarm was wrong.`;

function wrongUse(message: string): never {
  console.error(`${message}\n\n${HELP}`);
  process.exit(2);
}

const values = (() => {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        seeds: { type: 'string', default: '1' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return wrongUse((error as Error).message);
  }
})();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const [first, count] = [Number(values.seed), Number(values.seeds)];
if (!Number.isSafeInteger(first) || first < 0) wrongUse('--seed must be a whole number from 0');
if (!Number.isSafeInteger(count) || count < 1) wrongUse('--seeds must be a whole number from 1');

const clock = new Intl.DateTimeFormat('en-GB', {
  ...{ weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Europe/London' },
});
const when = (at: number): string => clock.format(at).replace(',', '');

let failed = 0;
for (let seed = first; seed < first + count; seed += 1) {
  console.log(`Game day, seed ${seed}`);
  const { heard, broken, notices } = await playGameDay(seed, (words, at) => console.log(`  ${when(at)}  ${words}`));
  console.log(`\n  ${heard.length} alarms rang:`);
  for (const { alarm, from, until, of } of heard)
    console.log(`  ${when(from)} to ${until === null ? 'the end' : when(until)}  ${alarm}  (${of ?? 'for nothing'})`);
  for (const each of broken) console.log(`  BROKEN: ${each}`);
  console.log(broken.length === 0 ? `  ${notices} notices: every promise held.\n` : '');
  if (broken.length > 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
