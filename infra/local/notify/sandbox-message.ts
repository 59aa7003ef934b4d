// A stored message as the console shows it.
import type { KeptFile } from './messages/kept-files.ts';
import type { Message } from './store.ts';
import type { Channel, KeyType } from './world/world.ts';

export type SandboxMessage = {
  /** 1, 2, 3 … in order of arrival. */
  sequence: number;
  id: string;
  service_id: string;
  key_type: KeyType;
  type: Channel;
  /** As the caller wrote it; of a letter the address, one line each. */
  to: string;
  reference: string | null;
  status: string;
  subject: string | null;
  /** As the resident gets it: texts with the service's name in front where the service does that. */
  body: string;
  from: string;
  created_at: string;
  completed_at: string | null;
  template_name: string;
  /** Texts only: how many fragments the whole text takes. */
  fragments?: number;
  postage?: string;
  file?: KeptFile;
};

const UNDER_WAY = ['created', 'sending', 'pending-virus-check'];

export const asShown = (message: Message): SandboxMessage => ({
  sequence: message.sequence,
  id: message.id,
  service_id: message.service_id,
  key_type: message.key_type,
  type: message.type,
  to: message.to,
  reference: message.reference,
  status: message.status,
  subject: message.subject,
  body: message.shown,
  from: message.from,
  created_at: message.created_at,
  completed_at: UNDER_WAY.includes(message.status) ? null : message.updated_at,
  template_name: message.template.name,
  ...(message.sms ? { fragments: message.sms.fragments } : {}),
  ...(message.postage ? { postage: message.postage } : {}),
  ...(message.file ? { file: message.file } : {}),
});
