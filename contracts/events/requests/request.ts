/** What the facts about a service request have in common, in their contracts: its one person is whoever reported it. */
export const request = { kind: 'request', ref: 'request_ref', reported: true } as const;
export const requestReference = { request_ref: { matter: 'request' } } as const;
