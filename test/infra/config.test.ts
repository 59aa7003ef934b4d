import { describe, expect, it } from 'vitest';
import { catalogue } from '../../contracts/catalogue.ts';
import { buildApp } from '../../infra/app.ts';
import { councilOf, councils, settingsOf, unsetOf } from '../../infra/config/councils.ts';
import type { Council } from '../../infra/config/types.ts';

const stockton = councilOf('stockton');
const withSettings = (changed: Partial<Council['settings']>): Council => ({
  ...stockton,
  settings: { ...stockton.settings, ...changed },
});

describe('councils', () => {
  it('are two, with their ONS codes', () => {
    expect(councils.map(({ id, ons_code }) => [id, ons_code])).toEqual([
      ['stockton', 'E06000004'],
      ['darlington', 'E06000005'],
    ]);
  });

  it('are found by id, or the ids there are are named', () => {
    expect(councilOf('darlington').name).toBe('Darlington Borough Council');
    expect(() => councilOf('hartlepool')).toThrow('choose one of stockton, darlington');
  });

  it('let sources send only types that the catalogue has at the door', () => {
    const door = catalogue.filter((each) => each.door).map((each) => each.type);
    for (const { sources } of councils) {
      for (const { types } of Object.values(sources)) expect(door).toEqual(expect.arrayContaining([...types]));
    }
  });
});

describe('settings', () => {
  it('send nothing to residents from a new stage', () => {
    expect(settingsOf(stockton, 'production').sending).toBe('shadow');
    expect(settingsOf(stockton, 'test')).toMatchObject({ sending: 'allow-list', allow_list: [] });
    expect(settingsOf(stockton, 'local').sending).toBe('live');
  });

  it('are Stockton’s own', () => {
    expect(settingsOf(stockton, 'production')).toMatchObject({
      council_name: 'Stockton Council',
      phone: '01642 397108',
      small_balance_pence: 1000,
      posts_per_second: 45,
    });
  });

  it.each<[string, Partial<Council['settings']>]>([
    ['website', { website: 'https://stockton.gov.uk' }],
    ['website', { website: 'Stockton Council' }],
    ['opening_hours.opens', { opening_hours: { opens: '10:00', shuts: '17:00' } }],
    ['opening_hours.shuts', { opening_hours: { opens: '09:00', shuts: '15:30' } }],
    ['reply_sender_id', { reply_sender_id: '07700 900123' }],
    ['services.fly-tipping', { services: { 'fly-tipping': 'see example.org' } }],
    ['responsible.landowner', { responsible: { landowner: 'x'.repeat(27) } }],
  ])('%s that no wording could say stops it too', (setting, changed) => {
    expect(() => settingsOf(withSettings(changed), 'test')).toThrow(`stage test: ${setting}: `);
  });

  it('that are too large for a function’s variables stop it, and say what to shorten', () => {
    const template_ids = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`template-${i}`, 'x'.repeat(36)]));
    expect(() => settingsOf(withSettings({ template_ids }), 'test')).toThrow(
      /settings are \d+ bytes.*shorten template_ids/,
    );
  });

  it('that are wrong stop the synthesis, with file, stage and setting', () => {
    expect(() => settingsOf(withSettings({ posts_per_second: 60 }), 'test')).toThrow(
      /^infra\/config\/stockton\.ts, stage test: posts_per_second: /,
    );
  });
});

describe('what is not set yet', () => {
  it('is named, so that no council goes live with a number that nobody answers or alarms that reach nobody', () => {
    expect(unsetOf(councilOf('darlington'), 'production')).toEqual([
      'phone is a number for drama that nobody answers: set the staffed number in infra/config/darlington.ts',
      "open_data has an address that leads nowhere: set the site's own and its team's, in infra/config/darlington.ts",
      'security_contact is an address that leads nowhere: set whom to tell of a weakness, in infra/config/darlington.ts',
      'deliverers of stage production are not set: nobody may put a file in the inbox until they are, in infra/config/darlington.ts',
      'alarm_emails of stage production have nobody for wake, today, note: no such alarm will reach anyone until they are set, in infra/config/darlington.ts',
    ]);
  });
});

describe('the app', () => {
  it('has a stack for each council on test and on production', () => {
    const app = buildApp(undefined, { bundling: false, validation: false });
    expect(app.node.children.map(({ node }) => node.id).filter((id) => id.startsWith('crier-'))).toEqual([
      'crier-stockton-test',
      'crier-stockton-production',
      'crier-darlington-test',
      'crier-darlington-production',
    ]);
  });
});

describe('subscribers', () => {
  const changed = (more: object): Council => ({
    ...stockton,
    subscribers: stockton.subscribers.map((each, i) => (i === 0 ? { ...each, ...more } : each)),
  });

  it('of Stockton are five of several kinds, and those whose address leads nowhere are named', () => {
    expect(stockton.subscribers.map(({ name, transport }) => [name, transport.kind])).toEqual([
      ['my-stockton', 'webhook'],
      ['care-for-your-area', 'file'],
      ['documents', 'webhook'],
      ['electoral-roll', 'file'],
      ['libraries', 'webhook'],
    ]);
    expect(unsetOf(stockton, 'production').join()).toContain('subscribers my-stockton, documents, libraries have');
  });

  it('that are wrong stop synthesis, with entry, field and what should be there', () => {
    const synth = (stageName: 'test' | 'local', more: object) => () =>
      buildApp([{ council: changed(more), stageName }], { bundling: false });
    const url = { ...stockton.subscribers[0]!.transport, url: 'http://127.0.0.1:9101/crier' };
    expect(synth('test', { transport: url })).toThrow(/stockton.ts: subscribers: my-stockton: transport.url should be/);
    expect(synth('local', { transport: url })).not.toThrow();
    expect(synth('test', { events: [], retry: { days: 9 } })).toThrow(
      /my-stockton: events .*; .*my-stockton: retry.days/,
    );
  });
});
