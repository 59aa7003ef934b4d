import { SMOKE_TEST } from '../../../contracts/smoke-test.ts';
import type { NoticeTypeEntry } from './types.ts';

/** The text of a smoke test: to whoever tests, at once, on every stage to numbers on its list alone. */
export const smokeTestTypes: readonly NoticeTypeEntry[] = [
  {
    type: SMOKE_TEST,
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
        template: `${SMOKE_TEST}.sms`,
        channel: 'sms',
        variant: 'full',
        subject: null,
        body: 'This is a test by our ICT service. You do not need to do anything. If you do not expect it, call ((phone))',
      },
    ],
  },
];
