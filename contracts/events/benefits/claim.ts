/** What the facts about a claim have in common, in their contracts. */
export const claim = { kind: 'claim', ref: 'claim_ref' } as const;
export const claimReference = { claim_ref: { matter: 'claim' } } as const;
