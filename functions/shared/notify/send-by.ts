import type { NotifyClient } from 'notifications-node-client';
import type { Channel } from '../../../contracts/channels.ts';
import type { Message, Postage } from './notify.ts';

type Sending = { client: NotifyClient; template: string; postage: Postage };

// What the file of an email is called when it is saved: nothing of its reader, since the name stands on the link's page.
const FILE_NAME = 'letter-from-the-council.pdf';
const KEPT_FOR = '26 weeks';

/** The file is there for half a year, and whoever follows the link says first which address it was sent to. */
const linked = (client: NotifyClient, pdf: Uint8Array) =>
  client.prepareUpload(bufferOf(pdf), {
    filename: FILE_NAME,
    confirmEmailBeforeDownload: true,
    retentionPeriod: KEPT_FOR,
  });

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Hands a message to Notify's client by the channel that it goes by. */
export const SEND_BY: Readonly<Record<Channel, (message: Message, sending: Sending) => Promise<{ data: unknown }>>> = {
  sms: ({ to, personalisation, reference, sms_sender_id }, { client, template }) =>
    client.sendSms(template, to, { personalisation, reference, ...(sms_sender_id && { smsSenderId: sms_sender_id }) }),
  email: ({ to, personalisation, reference, pdf }, { client, template }) =>
    client.sendEmail(template, to, {
      personalisation: pdf ? { ...personalisation, file: linked(client, pdf) } : personalisation,
      reference,
    }),
  letter: ({ reference, pdf }, { client, postage }) => {
    if (!pdf) throw new Error('a letter without its pages');
    return client.sendPrecompiledLetter(reference, bufferOf(pdf), postage);
  },
};
