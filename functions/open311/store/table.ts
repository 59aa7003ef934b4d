/**
 * The requests table: a partition key `pk` and a sort key `sk`, both text, and no index.
 *
 * | pk | sk | what |
 * | --- | --- | --- |
 * | `REQUEST#<digest of its id>` | `REQUEST` | what everybody may see of it, and its version |
 * | `MADE#<month>` | `<instant it was made>#<digest of its id>` | leads to a request of that month; one that was made at another instant by now is passed over |
 * | `UPDATE#<id>` | `UPDATE` | when an update was first noted |
 * | `NOTED#<month>` | `<that instant>#<id>` | the update |
 */
export const REQUESTS = { partitionKey: 'pk', sortKey: 'sk' } as const;
