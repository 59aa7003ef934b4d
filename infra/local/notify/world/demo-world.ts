// The world of a sandbox that is started without one: a council, with a template of each kind.
import { type MadeWorld, makeWorld } from './make-world.ts';

export const demoWorld = (): MadeWorld =>
  makeWorld({
    serviceName: 'Stockton Council',
    prefixSms: true,
    templates: [
      { name: 'Demo text', type: 'sms', body: 'Hello ((name)), your bin day is ((day)).' },
      {
        name: 'Demo email',
        type: 'email',
        subject: 'Your bin day, ((name))',
        body: '# Your bin day\n\nHello ((name))\n\nWe collect on ((day)).((moved?? The day has moved.))',
      },
      {
        name: 'Demo letter',
        type: 'letter',
        subject: 'Your bin day',
        body: 'Dear ((address_line_1))\n\nWe collect on ((day)).',
      },
    ],
  });
