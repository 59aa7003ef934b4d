import { SMOKE_NOTICE } from '../../../contracts/smoke-test.ts';
import type { NoticeTypeEntry } from './types.ts';

/** The text of a smoke test: to whoever tests, at once, on every stage to numbers on its list alone. */
export const smokeTestTypes: readonly NoticeTypeEntry[] = [
  {
    type: SMOKE_NOTICE,
    title: 'Test of the platform',
    duty: 'courtesy',
    regulation: null,
    channels: ['sms'],
    trust: 'given',
    purpose: null,
    heeds: [],
    cap: null,
    household: 'each',
    window: null,
    wordings: [
      {
        template: `${SMOKE_NOTICE}.sms`,
        channel: 'sms',
        variant: 'full',
        subject: null,
        body: 'This is a test of our messages. You do not need to do anything. If you do not expect it, call ((phone))',
      },
    ],
  },
];
