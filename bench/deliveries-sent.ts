// What is delivered in deliveries.ts: so many facts about each of so many residents, to so many systems.

export const SUBSCRIBERS = 5;
export const SUBJECTS = 1_000;
export const EACH = 2;
export const TIMEOUT_SECONDS = 10;
export const SECRETS = ['whsec_YW4tZXhhbXBsZS1zZWNyZXQtbmV3LXRoaXJ0eS10d28='];
