import { ourCatalogue } from '../../functions/notices/families/our-catalogue.ts';
import type { Council } from '../../infra/config/types.ts';
import { bold } from './print.ts';

/** Which notice types a council has switched on. */
export function typesInWords({ name, settings: { switched_off } }: Pick<Council, 'name' | 'settings'>): string {
  const on = ourCatalogue.types.filter((type) => !switched_off.includes(type));
  const titled = (types: readonly string[]) => types.map((type) => `\n  ${type}  ${ourCatalogue.title(type)}`).join('');
  const off = switched_off.length === 0 ? 'None is switched off.' : `Switched off:${titled(switched_off)}`;
  return `${bold(name)} has ${on.length} of ${ourCatalogue.types.length} notice types switched on:${titled(on)}\n${off}`;
}
