import { defineCommand } from 'citty';
import { brakeInWords, type RunDecided, type RunDecidedView } from '../../contracts/officers/brake.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson } from './print.ts';
import { WrongUsage } from './trouble.ts';

const command = (
  name: 'release' | 'cancel',
  { description, afterwards }: { description: string; afterwards: string },
) =>
  defineCommand({
    meta: { name, description },
    args: {
      run: {
        type: 'positional',
        required: false,
        description: 'Which run; crier runs shows those that wait',
        valueHint: 'RUN',
      },
      by: { type: 'string', description: 'Who decides', valueHint: 'NAME' },
      why: { type: 'string', description: 'Why, for your colleagues', valueHint: 'TEXT' },
      ...connection,
    },
    run: async ({ args }) => {
      const [run, by, reason] = [args.run, args.by, args.why].map((each) => each?.trim());
      if (!run) throw new WrongUsage(`Which run? ${name} RUN --by NAME --why "TEXT".`);
      if (!by) throw new WrongUsage('Say who decides: --by NAME.');
      if (!reason) throw new WrongUsage('Say why, for your colleagues: --why "TEXT".');
      const answer = await officersApi(args).post<RunDecidedView>(`runs/${name}`, {
        run,
        reason,
        by,
      } satisfies RunDecided);
      if (args.json) return sayJson(answer);
      say(clean(`Run ${answer.run}`));
      for (const line of brakeInWords(answer.brake)) say(clean(line));
      say(afterwards);
    },
  });

export const release = command('release', {
  description: 'Let the notices of a run that waits go, with your reason',
  afterwards: 'Its notices go now, or when they may next be sent. What came too late meanwhile is not sent.',
});

export const cancel = command('cancel', {
  description: 'End the notices of a run that waits, with your reason',
  afterwards: 'Its notices end. A later file or event that asks for them has them planned anew.',
});
