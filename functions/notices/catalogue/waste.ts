import { windows } from '../../shared/calendar/windows.ts';
import { mailOf, TALK_TO_US } from './shared-words.ts';
import type { NoticeTypeEntry } from './types.ts';
import { plainWordings } from './wordings.ts';

// Collections that somebody booked.

export const wasteTypes: readonly NoticeTypeEntry[] = [
  {
    type: 'waste.booking.reminder',
    title: 'Collection booked',
    duty: 'courtesy',
    regulation: null,
    channels: ['sms', 'email'],
    trust: 'verified',
    purpose: null,
    heeds: ['S2', 'S11'],
    cap: null,
    household: 'each',
    window: windows.daily,
    wordings: plainWordings(
      { stem: 'waste.booking.reminder', variant: 'full' },
      {
        texts: {
          '': 'your bulky waste collection is on ((date)). Please put items out by 7am. To change it call ((phone)). Ref ((ref))',
          'no-ref':
            'your bulky waste collection is on ((date)). Please put items out by 7am. To change it call ((phone))',
        },
        subject: 'Your bulky waste collection on ((date))',
        mail: mailOf(
          'Your bulky waste collection is on ((date)). The reference is ((ref)).',
          'Please put the items out by 7am, where you told us they would be. To change or cancel it, call us on ((phone)).',
          TALK_TO_US,
        ),
      },
    ),
  },
];
