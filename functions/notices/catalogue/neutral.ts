import { CHECK_US, mailOf, TALK_TO_US } from './shared-words.ts';
import type { Wording } from './types.ts';
import { greetedWordings } from './wordings.ts';

// For an address that nobody has lately confirmed as this person's: no word of a debt, a benefit, an amount or a date, nothing
// that misleads about why we ask, and a way to make sure of us that does not come from the message itself.

const CHECK = 'This number is on our website, ((website))';

/** @param text what it is about, and to call, up to and with the full stop */
const neutral = (stem: string, { text, subject, mail }: { text: string; subject: string; mail: string }) =>
  greetedWordings(
    { stem, variant: 'neutral' },
    {
      texts: { '': `${text} ${CHECK}` },
      subject,
      mail: mailOf(
        mail,
        'There are no details in this email, because we have not checked lately that this address is yours.',
        TALK_TO_US,
        CHECK_US,
      ),
    },
  );

export const neutralWordings = {
  /** Of a debt: somebody must talk to us. */
  callAboutAccount: neutral('recovery.neutral', {
    text: 'please call us on ((phone)) about your council account.',
    subject: 'Please call us about your council account',
    mail: 'Please call us on ((phone)) about your council account. We will ask who you are before we say more.',
  }),
  accountPapersSent: neutral('recovery.sent.neutral', {
    text: 'we have sent papers about your council account. Questions? Call ((phone)).',
    subject: 'We have sent you papers about your council account',
    mail: 'We have sent you papers about your council account. Please read them when they arrive. If you have questions, call us on ((phone)).',
  }),
  accountAgreed: neutral('recovery.agreed.neutral', {
    text: 'your agreement with the council is set up. Questions? Call ((phone)).',
    subject: 'Your agreement with the council is set up',
    mail: 'Your agreement with the council is set up. If you have questions, call us on ((phone)).',
  }),
  callAboutService: neutral('benefits.neutral', {
    text: 'please call us on ((phone)) about a council service that you use.',
    subject: 'Please call us about a council service that you use',
    mail: 'Please call us on ((phone)) about a council service that you use. We will ask who you are before we say more.',
  }),
  servicePapersSent: neutral('benefits.sent.neutral', {
    text: 'we have written to you about a council service. Questions? Call ((phone)).',
    subject: 'We have written to you about a council service that you use',
    mail: 'We have written to you about a council service that you use. Please read what we sent when it arrives. If you have questions, call us on ((phone)).',
  }),
  serviceFormReceived: neutral('benefits.received.neutral', {
    text: 'thank you, we have what you sent us. Questions? Call ((phone)).',
    subject: 'We have what you sent us',
    mail: 'Thank you. We have what you sent us, and will contact you if we need anything more. If you have questions, call us on ((phone)).',
  }),
} as const satisfies Record<string, readonly Wording[]>;
