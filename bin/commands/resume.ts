import { defineCommand } from 'citty';
import type { ResumedView, SwitchNamed } from '../../contracts/officers/status.ts';
import { yes } from './confirm.ts';
import { officersApi } from './officers-api.ts';
import { connection } from './options.ts';
import { resumeSource } from './pause.ts';
import { say, sayJson } from './print.ts';
import { sayOthers } from './say-stops.ts';
import { operated } from './stack.ts';
import { WrongUsage } from './trouble.ts';

export const resume = defineCommand({
  meta: {
    name: 'resume',
    description:
      "Go on sending after an officer's stop, or after another one that you name; or take from a source again",
  },
  args: {
    source: {
      type: 'positional',
      required: false,
      description: 'Or: take from this source again, after pause SOURCE',
      valueHint: 'SOURCE',
    },
    ...connection,
    stack: operated.stack,
    yes,
    'set-up': { type: 'boolean', description: 'The stop that a fault of the set-up in GOV.UK Notify brought' },
    template: { type: 'string', description: 'The stop of one wording', valueHint: 'NAME' },
  },
  run: async ({ args }) => {
    const template = args.template?.trim();
    if (args.source !== undefined) {
      if (args['set-up'] || template !== undefined)
        throw new WrongUsage('Give a source, or what is to be sent again, not both.');
      return await resumeSource({ ...args, source: args.source });
    }
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
