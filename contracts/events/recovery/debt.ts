/** What the facts about a debt have in common, in their contracts. */
export const debt = { kind: 'debt', ref: 'account_ref', bill_year: 'bill_year' } as const;
