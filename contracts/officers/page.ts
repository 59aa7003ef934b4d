/** One page of a list. `next` goes back as `?after=`; null on the last. */
export type Page<Item> = { items: Item[]; next: string | null };
