import type { Stop, Switches } from '../store/ports.ts';

/** The first switch that stops everything. */
export const stopsAll = ({ stops }: Switches): Stop | undefined => stops.find(({ kind }) => kind !== 'template');

export const stopsTemplate = ({ stops }: Switches, template: string): boolean =>
  stops.some((stop) => stop.template === template);
