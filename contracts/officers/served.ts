/** When a statutory document was issued and is served by the law, and the last day that it gives: London days. */
export type Served = { issued_on: string; deemed_served_on: string; act_by: string | null };
