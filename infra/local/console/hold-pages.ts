import type { Context, Hono } from 'hono';
import { isCode } from '../../../contracts/codes.ts';
import type { Ledgers } from '../../../contracts/officers/ledger.ts';
import { codeName, day } from '../../../contracts/officers/words.ts';
import type { NamedHold } from '../start/officers.ts';
import type { Feed } from './feed.ts';
import { asideFrom, asideRow, heldColumns, heldFrom, heldRow, heldSums } from './holds.ts';
import { kept } from './kept.ts';
import { asCsv, paged, queryOf, squeezed } from './list.ts';
import { reasonIn } from './said-by-officers.ts';
import type { Show } from './show.ts';

type Needs = { show: Show; ledgers: ReturnType<typeof kept<Ledgers>> };

/** What is held and what waits for an officer, and how one hold is ended. */
export function holdPages(app: Hono, { officers, now }: Feed, { show, ledgers }: Needs): void {
  const held = kept(
    () => heldFrom(officers),
    () => performance.now(),
  );

  app.get('/holds', async (c) => {
    const { page, ended, ...query } = queryOf(c, ['code', 'search', 'page', 'ended']);
    const { code, search } = query;
    if (code !== '' && !isCode(code)) return show(c, 'wrong', { what: 'There is no such reason.' }, 404);
    const [books, all, aside] = await Promise.all([ledgers.get(), held.get(), asideFrom(officers)]);
    const items = all.filter(
      ({ account_ref, person_ref, by }) =>
        (code === '' || by.some((each) => each.code === code)) &&
        squeezed(`${account_ref} ${person_ref}`).includes(squeezed(search)),
    );
    const file = asCsv(c, 'holds', { columns: heldColumns(), items });
    const found = paged(items, query, { page });
    const model = {
      ...{ ...found, ...query, name: code && codeName(code), blocked: books.blocked },
      ended: isCode(ended) ? codeName(ended) : '',
      rows: found.list.items.map((each) => heldRow(each, now())),
      aside: aside.map((each) => asideRow(each, now())),
      sums: heldSums(books.held),
    };
    return file ?? show(c, 'holds', model);
  });

  const ask = (c: Context, hold: NamedHold, { wrong = '', reason = '' } = {}) => {
    const words = { name: codeName(hold.code), since: day(hold.from) };
    return show(c, 'release', { hold: { ...hold, ...words }, wrong, reason }, wrong ? 400 : 200);
  };
  const noHold = (c: Context) => show(c, 'wrong', { what: 'There is no such hold.' }, 404);

  app.get('/holds/release', (c) => {
    const hold = namedHold(queryOf(c, ['account_ref', 'code', 'source', 'from']));
    return hold ? ask(c, hold) : noHold(c);
  });

  app.post('/holds/release', async (c) => {
    const form = await c.req.parseBody();
    const hold = namedHold(Object.fromEntries(Object.entries(form).map(([name, value]) => [name, String(value)])));
    if (!hold) return noHold(c);
    const { reason, wrong } = reasonIn(form);
    const refused = wrong || (await officers.releaseHold(hold, reason));
    if (refused) return ask(c, hold, { wrong: refused, reason });
    held.forget();
    ledgers.forget();
    return c.redirect(`/holds?ended=${hold.code}`, 303);
  });
}

/** Null unless all four are given and the code is one that we know. */
function namedHold({ account_ref = '', code = '', source = '', from = '' }: Record<string, string>): NamedHold | null {
  if (!isCode(code) || [account_ref, source, from].includes('')) return null;
  return { account_ref, code, source, from };
}
