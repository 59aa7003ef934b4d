/** The tabs, six at most: all must fit on one line of a phone. Each has one page, or some with links between them. */
type Tab = {
  name: string;
  pages: { page: string; path: string; name: string; count?: 'texts' | 'emails' | 'letters' }[];
};

export const TABS: readonly Tab[] = [
  {
    name: 'Messages',
    pages: [
      { page: 'phones', path: '/', name: 'Texts', count: 'texts' },
      { page: 'inboxes', path: '/inboxes', name: 'Emails', count: 'emails' },
      { page: 'letters', path: '/letters', name: 'Letters', count: 'letters' },
      { page: 'replies', path: '/replies', name: 'Replies' },
    ],
  },
  { name: 'Accounts', pages: [{ page: 'accounts', path: '/accounts', name: 'Accounts' }] },
  { name: 'Runs', pages: [{ page: 'runs', path: '/runs', name: 'Runs' }] },
  { name: 'Holds', pages: [{ page: 'holds', path: '/holds', name: 'Holds' }] },
  {
    name: 'Figures',
    pages: [
      { page: 'ledger', path: '/ledger', name: 'Ledger' },
      { page: 'today', path: '/today', name: 'Today' },
    ],
  },
  {
    name: 'Queues',
    pages: [
      { page: 'queues', path: '/queues', name: 'Queues' },
      { page: 'subscribers', path: '/subscribers', name: 'Subscribers' },
      { page: 'deliveries', path: '/deliveries', name: 'Deliveries' },
      { page: 'disclosures', path: '/disclosures', name: 'Disclosures' },
      { page: 'systems', path: '/systems', name: 'Systems' },
    ],
  },
];

/** Pages that stand under a tab without a link of their own there. */
const UNDER: Readonly<Record<string, string>> = {
  account: 'accounts',
  notice: 'accounts',
  letter: 'letters',
  run: 'runs',
  redrive: 'queues',
  release: 'holds',
};

/** The tabs as a page shows them: which one it is, or is under, and the links between the pages of that tab. */
export function navOf(page: string) {
  const at = UNDER[page] ?? page;
  const here = TABS.find(({ pages }) => pages.some((each) => each.page === at));
  return {
    tabs: TABS.map((tab) => ({
      name: tab.name,
      path: tab.pages[0]!.path,
      current: tab !== here ? null : tab.pages[0]!.page === page ? 'page' : 'true',
    })),
    pages:
      here && here.pages.length > 1
        ? here.pages.map((each) => ({ ...each, current: each.page === page ? 'page' : null }))
        : [],
  };
}
