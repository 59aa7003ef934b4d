import { defineCommand } from 'citty';
import { brakeInWords, type RunDecided, type RunDecidedView } from '../../contracts/officers/brake.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { clean, say, sayJson } from './print.ts';
import { releasedFile } from './release-file.ts';
import { WrongUsage } from './trouble.ts';

type Said = {
  description: string;
  which: string;
  what: string;
  afterwards: string;
  /** What else may have this name: true where that was it. */
  first?: typeof releasedFile;
};

const command = (name: 'release' | 'cancel', { description, which, what, afterwards, first }: Said) =>
  defineCommand({
    meta: { name, description },
    args: {
      run: {
        type: 'positional',
        required: false,
        description: which,
        valueHint: what,
      },
      by: { type: 'string', description: 'Who decides', valueHint: 'NAME' },
      why: { type: 'string', description: 'Why, for your colleagues', valueHint: 'TEXT' },
      ...connection,
    },
    run: async ({ args }) => {
      const [run, by, reason] = [args.run, args.by, args.why].map((each) => each?.trim());
      if (!run) throw new WrongUsage(`Which? ${name} ${what} --by NAME --why "TEXT".`);
      if (!by) throw new WrongUsage('Say who decides: --by NAME.');
      if (!reason) throw new WrongUsage('Say why, for your colleagues: --why "TEXT".');
      const api = officersApi(args);
      if (await first?.(api, { file: run, by, reason }, args.json === true)) return;
      const answer = await api.post<RunDecidedView>(`runs/${name}`, {
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
  description: 'Let the notices of a run that waits go, or a snapshot that is held in, with your reason',
  which: 'Which run, as crier runs shows it, or the name of a file that is held',
  what: 'RUN|FILE',
  first: releasedFile,
  afterwards: 'Its notices go now, or when they may next be sent. What came too late meanwhile is not sent.',
});

export const cancel = command('cancel', {
  description: 'End the notices of a run that waits, with your reason',
  which: 'Which run; crier runs shows those that wait',
  what: 'RUN',
  afterwards: 'Its notices end. A later file or event that asks for them has them planned anew.',
});
