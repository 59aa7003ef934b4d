import type { TodayView } from '../../../contracts/officers/performance.ts';
import { ourCatalogue } from '../../../functions/notices/families/our-catalogue.ts';
import { CLASSES, sentBy } from './words.ts';

const CHANNELS = {
  telephone: 'Telephone',
  face_to_face: 'Face to face',
  email: 'Email',
  self_serve: 'Online',
  sms: 'Text',
  post: 'Post',
} as const;
type Channel = keyof typeof CHANNELS;

/** Today's figures, as the page shows them: a row for each service, a column for each channel that anybody used. */
export function inWords({ day, contacts, satisfaction, notices, notices_not_sent }: TodayView) {
  const channels = (Object.keys(CHANNELS) as Channel[]).filter((each) =>
    contacts.some(({ channel, contacts }) => channel === each && contacts > 0),
  );
  const services = [...new Set(contacts.map(({ service }) => service))];
  const countOf = (service: string, channel: Channel) =>
    contacts.find((each) => each.service === service && each.channel === channel)?.contacts ?? 0;
  return {
    day,
    channels: channels.map((each) => CHANNELS[each]),
    services: services.map((service) => ({
      name: service === 'all' ? 'The council’s own total' : serviceWords(service),
      counts: channels.map((each) => ({ channel: CHANNELS[each], count: countOf(service, each) })),
      total: channels.reduce((sum, each) => sum + countOf(service, each), 0),
    })),
    notices: notices.map(({ notice_type, channel, ...counts }) => ({
      ...counts,
      type: notice_type,
      title: ourCatalogue.title(notice_type),
      channel: sentBy(channel),
    })),
    notSent: notices_not_sent.map(({ reason_class, notices }) => ({ words: CLASSES[reason_class], count: notices })),
    answers: satisfaction.answers,
    score: satisfaction.mean?.toFixed(1) ?? null,
  };
}

function serviceWords(service: string): string {
  const words = service.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
