// What the contact centre tells each morning: yesterday's counts with one correction, the single contacts of the housing
// team, whose system is new on Monday, answers on satisfaction, and that yesterday is told in full.
import { chance, pick } from './chance.ts';
import { daysBefore, TODAY } from './day.ts';
import { at, fact } from './facts.ts';
import { A_DAY, ASKED, ASKED_AFTER } from './services.ts';

const near = (count: number) => Math.max(1, Math.round(count * (0.9 + chance() * 0.2)));
/** A time of day, so many minutes after eight. */
const clock = (minutes: number) =>
  `${String(8 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
const told = (type: string, time: string, data: object) => ({
  ...fact(`contacts.${type}`, time, data),
  source: 'contact-centre',
});

/** The service whose contacts are told one by one from the week's first day on. */
const SINGLE = 'housing';

export function contactCentre({ isFirst }: { isFirst: boolean }) {
  const yesterday = daysBefore(1);
  const counted = Object.entries(A_DAY).filter(([service]) => isFirst || service !== SINGLE);
  const yesterdays = counted.flatMap(([service, channels]) =>
    Object.entries(channels).map(([channel, count]) => ({
      service,
      channel,
      from: yesterday,
      to: yesterday,
      contacts: near(isFirst ? count * 0.2 : count),
      revision: 1,
    })),
  );
  const singles = Array.from({ length: 60 }, (_, i) => {
    const time = clock(i * 2);
    const channel = pick(['telephone', 'telephone', 'self_serve', 'self_serve', 'email', 'face_to_face']);
    return told('contact-made', time, { service: SINGLE, channel, at: at(time) });
  });
  const answers = Array.from({ length: 45 }, (_, i) =>
    told('satisfaction-answered', clock(i * 2 + 1), {
      service: pick(ASKED),
      channel: pick(ASKED_AFTER),
      score: pick([5, 5, 5, 4, 4, 4, 4, 3, 3, 2]),
      on: TODAY,
    }),
  );
  return [
    ...yesterdays.map((data) => told('contacts-counted', '06:30:00', data)),
    told('day-covered', '06:31:00', { on: yesterday }),
    // The switchboard had counted calls that rang off as contacts.
    told('contacts-counted', '09:40:00', { ...yesterdays[0]!, contacts: yesterdays[0]!.contacts - 7, revision: 2 }),
    ...singles,
    ...answers,
  ];
}
