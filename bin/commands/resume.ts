import { defineCommand } from 'citty';
import type { ResumedView, SwitchNamed } from '../../contracts/officers/status.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { say, sayJson } from './print.ts';
import { sayOthers } from './say-stops.ts';
import { WrongUsage } from './trouble.ts';

export const resume = defineCommand({
  meta: { name: 'resume', description: "Go on sending after an officer's stop, or after another one that you name" },
  args: {
    ...connection,
    'set-up': { type: 'boolean', description: 'The stop that a fault of the set-up in GOV.UK Notify brought' },
    template: { type: 'string', description: 'The stop of one wording', valueHint: 'NAME' },
  },
  run: async ({ args }) => {
    const template = args.template?.trim();
    if (args['set-up'] && template !== undefined) throw new WrongUsage('Give --set-up or --template, not both.');
    if (template === '') throw new WrongUsage('Which wording? --template "NAME".');
    const named: SwitchNamed =
      template === undefined ? { kind: args['set-up'] ? 'set-up' : 'officer' } : { kind: 'template', template };
    const answer = await officersApi(args).post<ResumedView>('resume', named);
    if (args.json) return sayJson(answer);
    const { lifted, stops } = answer;
    if (!lifted) say('That was not stopped: nothing has changed.');
    else if (stops.every(({ kind }) => kind === 'template'))
      say('Sending goes on. Every notice is looked at again before it is sent.');
    sayOthers(stops);
  },
});
