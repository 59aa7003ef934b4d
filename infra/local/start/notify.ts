import { ourCatalogue } from '../../../functions/notices/families/our-catalogue.ts';
import { makeWorld, type NotifySandbox, startNotifySandbox } from '../notify/server.ts';
import type { OtherNotify } from './options.ts';
import { stateKeeper } from './sandbox-state.ts';

/** The Notify that a run sends to: the sandbox, or another one. */
export type Notify = {
  url: string;
  key: string;
  callbackToken: string;
  /** The sender whose number can be replied to; null where it is not said which. */
  replySenderId: string | null;
  /** Null where it is another Notify: it keeps its messages to itself. */
  sandbox: (NotifySandbox & { serviceId: string }) | null;
  close(): Promise<void>;
};

type Options = {
  /** As residents know the council: Notify puts it before each text. */
  serviceName: string;
  /** Where the stack's addresses will be, with `/api`. */
  apiUrl: string;
  now: () => number;
  /** Keeps its state in this folder. */
  dataDir: string | null;
  /** Keeps the documents of messages in a folder, and says where the links to them lead. */
  documents?: { folder: string; url: string };
  /** The first text of this start is there. */
  onText: () => void;
};

/** The bearer token that the sandbox puts on its callbacks. */
export const CALLBACK_TOKEN = 'local-notify-callbacks';

/** The council's own number at Notify, from Ofcom's range for drama: one that takes replies. */
const SENDER = '07700900999';

export const otherNotify = ({ url, key, callbackToken }: OtherNotify): Notify => ({
  url,
  key,
  callbackToken,
  replySenderId: null,
  sandbox: null,
  close: async () => {},
});

/**
 * Starts the sandbox with our own templates. Its test key is used: as with the real Notify nothing leaves the house,
 * and there alone 07700 900002 and 900003 cannot be reached, so that the way to an email is seen.
 */
export async function startSandbox({ serviceName, apiUrl, now, dataDir, documents, onText }: Options): Promise<Notify> {
  const { world, keys } = makeWorld({
    serviceName,
    prefixSms: true,
    textSender: SENDER,
    templates: ourCatalogue.templates().map(({ subject, ...rest }) => (subject === null ? rest : { ...rest, subject })),
    callbackUrls: {
      receipts: `${apiUrl}/notify/receipts`,
      texts: `${apiUrl}/notify/texts`,
      returnedLetters: `${apiUrl}/notify/returned-letters`,
    },
    callbackToken: CALLBACK_TOKEN,
    ...(documents && { documentsUrl: documents.url }),
  });
  const keeper = dataDir === null ? null : stateKeeper(dataDir);
  let told = false;
  let before = 0;
  let running: NotifySandbox | undefined; // messages of an earlier start may move on before it is there
  const sandbox = await startNotifySandbox({
    world,
    now: () => new Date(now()),
    ...(documents && { filesDir: documents.folder }),
    onStored: (stored) => keeper?.stored(stored),
    onChange: () => {
      if (!running) return;
      keeper?.changed(running.state);
      if (told || !running.messages(before).some(({ type }) => type === 'sms')) return;
      told = true;
      onText();
    },
    ...keeper?.read(),
  });
  running = sandbox;
  before = sandbox.messages().at(-1)?.sequence ?? 0;
  return {
    url: sandbox.url,
    key: keys.test,
    callbackToken: CALLBACK_TOKEN,
    replySenderId: world.services[0]!.sms_senders[0]!.id,
    sandbox: { ...sandbox, serviceId: world.services[0]!.id },
    async close() {
      keeper?.save(sandbox.state());
      await sandbox.close();
    },
  };
}
