/**
 * Does at once what is asked for within one turn of the event loop, or within so many milliseconds. A worker's ten messages come together and go on
 * together, so ten reads become one request. Nothing is done before it is asked for: a read still sees all that was
 * written before its caller asked. Each caller awaits its own answer, so nothing is left in flight.
 * @param atOnce how many items one call of `act` takes
 * @param act one answer for each item, in order. What it throws, all its callers get.
 * @param lingerMs how long the first waits for others
 */
export function together<Item, Answer>(
  atOnce: number,
  act: (items: Item[]) => Promise<Answer[]>,
  lingerMs = 0,
): (item: Item) => Promise<Answer> {
  type Asked = { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void };
  let asked: Asked[] = [];

  const answer = async (group: Asked[]) => {
    try {
      const answers = await act(group.map(({ item }) => item));
      group.forEach(({ resolve }, i) => void resolve(answers[i] as Answer));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  const begin = () => {
    const all = asked;
    asked = [];
    for (let from = 0; from < all.length; from += atOnce) void answer(all.slice(from, from + atOnce));
  };
  return (item) =>
    new Promise((resolve, reject) => {
      if (asked.length === 0) lingerMs > 0 ? setTimeout(begin, lingerMs) : setImmediate(begin);
      asked.push({ item, resolve, reject });
    });
}
