// What several emails say in the same words. Written for someone who is worried and reads on a phone.

/** Where all of it may be said: how to reach a person, whatever one's hearing, language or sight. */
export const TALK_TO_US = `# Talk to us

Call us on ((phone)), ((openingHours)).

If you cannot hear or speak on the phone, use Relay UK: dial 18001 and then ((phone)).

Someone you trust can call for you, if you are there to say that you agree.

We can tell you this in another language, in large print, in Braille, as audio or in Easy Read. Call us, or ask someone to call.`;

/** A way to make sure of us that does not come from the message. */
export const CHECK_US = `# Check that this is from us

The number ((phone)) is on our website, ((website)). We never ask for a password or for bank details by email or text.`;

export const HOW_TO_PAY = 'Pay the usual way; details are on your bill.';

export const PAID = "If you've paid, ignore this.";

/** Independent of the council. Their own numbers, free from landlines and mobiles. */
export const FREE_ADVICE = `* Citizens Advice: 0800 144 8848
* StepChange Debt Charity: 0800 138 1111
* National Debtline: 0808 808 4000`;

/** For whoever is asked to pay. */
export const IF_YOU_CANNOT_PAY = `# If you cannot pay it all

Keep paying what you can, and call us as soon as you can. We can talk about a plan that you can afford, and check whether you can get a discount or Council Tax Support.

Free advice about debt, independent of the council:

${FREE_ADVICE}`;

/** For whoever gets help with rent or Council Tax, or has asked for it. */
export const WHILE_YOU_WAIT = `# Rent and Council Tax meanwhile

Keep paying your rent, and keep paying your Council Tax the usual way; details are on your bill. If you cannot, call us: we can talk about what you can afford.

Free advice about benefits, rent and debt, independent of the council:

${FREE_ADVICE}`;

export const SIGNED = '((council))';

/** Parts of an email, in order. */
export const mailOf = (...parts: readonly string[]): string => [...parts, SIGNED].join('\n\n');
