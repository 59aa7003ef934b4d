/** Items in groups of a size, without the first ones. */
export function* chunksOf<Item>(
  items: Iterable<Item>,
  { size, skip = 0 }: { size: number; skip?: number },
): Generator<Item[]> {
  let chunk: Item[] = [];
  let seen = 0;
  for (const item of items) {
    seen += 1;
    if (seen <= skip) continue;
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
