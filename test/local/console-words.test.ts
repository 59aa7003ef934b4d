import { describe, expect, it } from 'vitest';
import { withoutGovukBrand } from '../../infra/local/console/assets.ts';
import { csvOf } from '../../infra/local/console/csv.ts';
import { decisionsFrom } from '../../infra/local/console/decisions.ts';
import { lifeOf } from '../../infra/local/console/happenings.ts';
import { pageOf, withParameter } from '../../infra/local/console/list.ts';
import { emailHtml } from '../../infra/local/console/markdown.ts';
import { navOf, TABS } from '../../infra/local/console/nav.ts';
import { phonesOf } from '../../infra/local/console/phones.ts';
import { filtered, rowsNow, rowsOfRun, rowView } from '../../infra/local/console/rows.ts';
import { phoneWords, whenWords } from '../../infra/local/console/words.ts';
import { NOW, officersWith, text, told } from '../support/console-feed.ts';

describe('emails as a resident sees them', () => {
  it('makes headings, lists, inset text and links of what Notify does', () => {
    expect(emailHtml('# One\n\nA https://example.org/x.\nline\n\n* a\n* b\n\n1. c\n2. d\n\n^ inset\n\n---')).toBe(
      '<h3>One</h3>\n<p>A <a href="https://example.org/x">https://example.org/x</a>.<br>line</p>\n' +
        '<ul><li>a</li><li>b</li></ul>\n<ol><li>c</li><li>d</li></ol>\n<p class="inset">inset</p>\n<hr>',
    );
  });

  it('lets nothing through that is HTML', () => {
    expect(emailHtml('<img src=x onerror="alert(1)"> & https://x.example/"><script>')).toBe(
      '<p>&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; ' +
        '<a href="https://x.example/&quot;&gt;&lt;script&gt">https://x.example/&quot;&gt;&lt;script&gt</a>;</p>',
    );
  });
});

describe('phones', () => {
  it('puts all that one number got and sent on one phone, in order, the newest phone first', () => {
    const messages = [
      text({ sequence: 1, id: 'a', to: '+447700900001', created_at: '2026-09-29T09:00:00Z' }),
      text({ sequence: 2, id: 'b', to: '+447700900002', created_at: '2026-09-29T09:01:00Z' }),
      text({ sequence: 3, id: 'c', to: '07700 900001', created_at: '2026-09-29T09:03:00Z' }),
      text({ sequence: 4, id: 'd', type: 'email', to: 'a@example.org' }),
    ];
    const replies = [{ number: '+447700900001', content: 'STOP', at: Date.parse('2026-09-29T09:02:00Z') }];
    const phones = phonesOf(messages, replies, NOW);
    expect(
      phones.map(({ number, bubbles }) => [number, bubbles.map(({ id, mine }) => `${id}${mine ? '<' : ''}`)]),
    ).toEqual([
      ['07700 900001', ['a', 'reply-0<', 'c']],
      ['07700 900002', ['b']],
    ]);
  });
});

describe('words', () => {
  it('writes numbers as people do, and leaves others as they are', () => {
    expect(['+447700900123', '447700900123', '07700900123', '+33612345678'].map(phoneWords)).toEqual([
      '07700 900123',
      '447700900123',
      '07700 900123',
      '+33612345678',
    ]);
  });

  it('tells London time, and the day where it is another', () => {
    expect(whenWords('2026-09-29T09:30:00Z', NOW)).toBe('10:30');
    expect(whenWords('2026-09-29T23:30:00Z', NOW)).toContain('00:30');
    expect(whenWords('2026-09-29T23:30:00Z', NOW)).toContain('30 Sept');
  });
});

describe('pages', () => {
  const list = [1, 2, 3, 4, 5];
  it.each([
    [undefined, [1, 2], 1],
    ['3', [5], 3],
    ['9', [5], 3],
    ['-1', [1, 2], 1],
    ['x', [1, 2], 1],
  ])('page %s', (asked, items, page) => {
    expect(pageOf(list, asked, 2)).toMatchObject({ items, page, pages: 3, total: 5 });
  });
  it('keeps the filter in its links', () => {
    expect(withParameter({ search: 'a b', code: '' }, 'page', '2')).toBe('?search=a+b&page=2');
  });
});

const A_LIFE = { decisions: [], history: [], crossed: [], attempts: [] };

describe('rows', () => {
  const none = { outcome: 'none' as const, variant: null, due_at: null };
  const noFilter = { search: '', type: '', by: '', status: '', code: '', day: '', sort: '' };
  const shown = (row: Parameters<typeof rowView>[0]) => {
    const { title, by, status, when, why } = rowView(row, NOW);
    return [title, by, status, when, why];
  };
  const heldOnMonday = told({ ...none, codes: ['S1'], decided_at: '2026-09-28T09:00:00.000Z' });
  const toldOnTuesday = told({ run: 'RE-2' });
  const quiet = told({ ...none, account_ref: '9', notice_type: null, notice_id: null, state: null });

  it('show a notice once, as it is now, and nothing due only for those who have no notice', () => {
    const before = { ...heldOnMonday, now: toldOnTuesday.now, state: 'delivered' as const };
    const nothingNow = told({ ...none, run: 'RE-3', notice_type: null, notice_id: null, state: null });
    expect(rowsNow([before, toldOnTuesday, nothingNow, quiet]).map(shown)).toEqual([
      ['First reminder', 'Text', 'Delivered', '10:00', ''],
      ['', '', 'Nothing due', '', ''],
    ]);
  });

  it('that no file asked for have no line, and say so in the life of their notice', () => {
    const asked = { ...told({ line: null, bill_year: null, run: 'events-2026-09-29' }), file: null };
    const [first] = lifeOf({ ...A_LIFE, decisions: [asked] });
    expect(first!.what).toBe('Asked for by an event, run events-2026-09-29.');
    const rows = filtered(rowsNow([asked, told({ line: 3, notice_id: 'n2' })]), { ...noFilter, sort: 'line' });
    expect(rows.map(({ told: { line } }) => line)).toEqual([null, 3]);
  });

  it('come from the newest file that has the notice, in whatever order files are read', () => {
    for (const read of [
      [heldOnMonday, toldOnTuesday],
      [toldOnTuesday, heldOnMonday],
    ])
      expect(rowsNow(read).map((each) => each.told.run)).toEqual(['RE-2']);
  });

  it('of a run are counted as its line counts them: what an earlier file asked for has nothing due', () => {
    const again = told({ ...none, codes: ['S19'] });
    expect(rowsOfRun([again, toldOnTuesday]).map(({ status }) => status)).toEqual(['nothing_due', 'delivered']);
  });

  it('say why only where something was held or failed', () => {
    const rows = [
      told({ ...none, codes: ['S1', 'S18'], state: 'blocked' }),
      told({ state: 'exhausted' }),
      told({ state: 'accepted' }),
      told({ state: 'planned', due_at: '2026-09-30T08:30:00.000Z' }),
    ];
    expect(rowsOfRun(rows).map(shown)).toEqual([
      ['First reminder', '', 'Held', '10:00', 'Breathing Space (S1), Small balance (S18)'],
      ['First reminder', 'Text', 'Failed', '10:00', 'We have no other number or email to try.'],
      ['First reminder', 'Text', 'In progress', '10:00', ''],
      ['First reminder', 'Text', 'Scheduled', 'Wed 30 Sept, 09:30', ''],
    ]);
  });

  it('are found whatever spaces and case are typed, by way, status, reason and day', () => {
    const rows = rowsNow([
      told({ account_ref: '801 A', notice_id: 'n1', outcome: 'email' }),
      told({ account_ref: '802', notice_id: 'n2', state: 'planned' }),
      told({ ...none, account_ref: '803', notice_id: 'n3', state: 'blocked', codes: ['S6'] }),
    ]);
    const found = (filter: Partial<typeof noFilter>) =>
      filtered([...rows], { ...noFilter, ...filter }).map(({ told: { account_ref } }) => account_ref);
    expect(found({ search: ' 80 1a ' })).toEqual(['801 A']);
    expect(found({ by: 'Email' })).toEqual(['801 A']);
    expect(found({ status: 'open' })).toEqual(['802']);
    expect(found({ status: 'notices' })).toEqual(['801 A', '802', '803']);
    expect(found({ code: 'S6' })).toEqual(['803']);
    expect(found({ day: '2026-09-29' })).toHaveLength(3);
    expect(found({ day: '2026-09-28' })).toEqual([]);
    expect(found({ sort: 'status' })).toEqual(['802', '801 A', '803']);
  });
});

describe('a list as a file', () => {
  it('quotes what must be quoted, and gives a spreadsheet no formula', () => {
    const columns = [['A "b"', (x: string) => x] as [string, (x: string) => string]];
    expect(csvOf(columns, ['a,b', '=1+1', '"', '-'])).toBe('\uFEFF"A ""b"""\r\n"a,b"\r\n\'=1+1\r\n""""\r\n\'-\r\n');
  });
});

describe('the tabs', () => {
  it('are six at most, and every page stands under one', () => {
    expect(TABS.length).toBeLessThanOrEqual(6);
    for (const page of ['phones', 'inboxes', 'account', 'notice', 'run', 'redrive', 'today'])
      expect(navOf(page).tabs.filter(({ current }) => current !== null)).toHaveLength(1);
  });
});

describe('decisions', () => {
  it('are read once for several pages at the same time, and again when they have aged', async () => {
    let time = 0;
    let reads = 0;
    const officers = officersWith([told({ account_ref: 'b' }), told({ account_ref: 'a' })]);
    const counted = {
      ...officers,
      runs: () => {
        reads += 1;
        return officers.runs();
      },
    };
    const decisions = decisionsFrom(counted, () => time);
    const [first] = await Promise.all([decisions.all(), decisions.all()]);
    expect(first).toHaveLength(2);
    await decisions.all();
    expect(reads).toBe(1);
    time = 1500;
    await decisions.all();
    expect(reads).toBe(2);
  });
});

describe('the style sheet', () => {
  it('loses the typeface, its files and the crest, and nothing else', () => {
    const css =
      'a{color:red}@font-face{font-family:GDS Transport;src:url(x)}b{font-family:"GDS Transport",arial}c{background:url(/a/govuk-crest.svg)}';
    expect(withoutGovukBrand(css)).toBe('a{color:red}b{font-family:arial}c{background:none}');
  });
});
