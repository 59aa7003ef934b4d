// What the contact centre tells: yesterday's counts with one correction, this morning's contacts, and answers on satisfaction.
import { chance, pick } from './chance.ts';
import { daysBefore, TODAY } from './day.ts';
import { at, fact } from './facts.ts';

const YESTERDAY = daysBefore(1);
// About how many a day in each service, by channel. The mix follows the scrutiny report of 2018; services are invented.
const A_DAY: Record<string, Record<string, number>> = {
  'council-tax': { telephone: 310, face_to_face: 60, email: 75, self_serve: 190, sms: 24 },
  benefits: { telephone: 140, face_to_face: 85, email: 30, self_serve: 60, post: 12 },
  'care-for-your-area': { telephone: 155, face_to_face: 3, email: 18, self_serve: 40 },
  waste: { telephone: 22, face_to_face: 9, email: 4, self_serve: 31 },
};
const SERVICES = Object.keys(A_DAY);

const near = (count: number) => Math.max(1, Math.round(count * (0.9 + chance() * 0.2)));
/** A time of day, so many minutes after eight. */
const clock = (minutes: number) =>
  `${String(8 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
const told = (type: string, time: string, data: object) => ({
  ...fact(`contacts.${type}`, time, data),
  source: 'contact-centre',
});

export function contactCentre() {
  const yesterdays = Object.entries(A_DAY).flatMap(([service, channels]) =>
    Object.entries(channels).map(([channel, count]) => ({
      service,
      channel,
      from: YESTERDAY,
      to: YESTERDAY,
      contacts: near(count),
      revision: 1,
    })),
  );
  const thisMorning = Array.from({ length: 60 }, (_, i) => {
    const service = pick(SERVICES);
    const time = clock(i * 2);
    const channel = pick(['telephone', 'telephone', 'self_serve', 'self_serve', 'email', 'face_to_face']);
    return told('contact-made', time, { service, channel, at: at(time) });
  });
  const answers = Array.from({ length: 45 }, (_, i) =>
    told('satisfaction-answered', clock(i * 2 + 1), {
      service: pick(SERVICES),
      channel: pick(['telephone', 'telephone', 'self_serve', 'face_to_face']),
      score: pick([5, 5, 5, 4, 4, 4, 4, 3, 2, 1]),
      on: pick([YESTERDAY, YESTERDAY, TODAY]),
    }),
  );
  return [
    ...yesterdays.map((data) => told('contacts-counted', '06:30:00', data)),
    // The switchboard had counted calls that rang off as contacts.
    told('contacts-counted', '09:40:00', { ...yesterdays[0]!, contacts: yesterdays[0]!.contacts - 17, revision: 2 }),
    ...thisMorning,
    ...answers,
  ];
}
