import { open311Of } from './open311.ts';
import { FRONT_DESK, NOTIFY_LIMITS, SOURCES, STAGES, TEXT_PRICE_PENCE } from './stages.ts';
import { SUBSCRIBERS } from './subscribers.ts';
import type { Council } from './types.ts';

export const stockton: Council = {
  id: 'stockton',
  name: 'Stockton-on-Tees Borough Council',
  ons_code: 'E06000004',
  sources: SOURCES,
  layouts: [],
  subscribers: SUBSCRIBERS,
  open311: open311Of('stockton.gov.uk'),
  open_data: {
    url: 'https://open-data.stockton.example', // names that end in .example lead nowhere: set the site's own
    contact: { name: 'Performance team, Stockton Council', email: 'open-data@stockton.example' },
  },
  security_contact: 'security@stockton.example',
  text_price_pence: TEXT_PRICE_PENCE,
  settings: {
    council_name: 'Stockton Council',
    phone: '01642 397108', // council tax recovery
    website: 'stockton.gov.uk',
    ...FRONT_DESK,
    small_balance_pence: 10_00,
    brake: { first_run: 2_000, times: 2, at_least: 50 },
    legal_days: [{ from: '1992-04-01', profile: 'england-1992' }],
    ...NOTIFY_LIMITS,
    template_ids: {},
  },
  stages: STAGES,
};
