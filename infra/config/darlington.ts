import { open311Of } from './open311.ts';
import { FRONT_DESK, NOTIFY_LIMITS, SOURCES, STAGES, TEXT_PRICE_PENCE } from './stages.ts';
import type { Council } from './types.ts';

export const darlington: Council = {
  id: 'darlington',
  name: 'Darlington Borough Council',
  ons_code: 'E06000005',
  sources: SOURCES,
  layouts: [],
  subscribers: [],
  open311: open311Of('darlington.gov.uk'),
  open_data: {
    url: 'https://open-data.darlington.example', // names that end in .example lead nowhere: set the site's own
    contact: { name: 'Performance team, Darlington Council', email: 'open-data@darlington.example' },
  },
  security_contact: 'security@darlington.example',
  text_price_pence: TEXT_PRICE_PENCE,
  settings: {
    council_name: 'Darlington Council',
    phone: '01632 960417', // from Ofcom's range for drama: set the staffed number before going live
    website: 'darlington.gov.uk',
    ...FRONT_DESK,
    small_balance_pence: 10_00,
    brake: { first_run: 2_000, times: 2, at_least: 50 },
    legal_days: [{ from: '1992-04-01', profile: 'england-1992' }],
    ...NOTIFY_LIMITS,
    template_ids: {},
  },
  stages: STAGES,
};
