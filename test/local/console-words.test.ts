import { describe, expect, it } from 'vitest';
import { withoutGovukBrand } from '../../infra/local/console/assets.ts';
import { emailHtml } from '../../infra/local/console/markdown.ts';
import { pageOf, withParameter } from '../../infra/local/console/pages.ts';
import { peopleCache } from '../../infra/local/console/people.ts';
import { phonesOf } from '../../infra/local/console/phones.ts';
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

describe('the people of a run', () => {
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
    const cache = peopleCache(counted, () => time);
    const [first] = await Promise.all([cache.all(), cache.all()]);
    expect(first!.map(({ account_ref }) => account_ref)).toEqual(['a', 'b']);
    await cache.all();
    expect(reads).toBe(1);
    time = 1500;
    await cache.all();
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
