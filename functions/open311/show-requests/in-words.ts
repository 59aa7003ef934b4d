import { iso } from '../../shared/http/answer.ts';
import type { Value } from '../../shared/open311/format.ts';
import type { Attribute, Open311Settings } from '../../shared/open311/settings.ts';
import { type PublicRequest, STATUS } from '../public/request.ts';
import type { Noted } from '../store/ports.ts';
import type { Deps } from './deps.ts';

type Named = Open311Settings['services'][number];

const asTitle = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** W3C's form without a fraction of a second, as the standard writes it. */
const instant = (at: number): string => `${iso(at).slice(0, 19)}Z`;

export const servicesInWords = (services: readonly Named[]): Value =>
  services.map(({ code, name, description, group, keywords = '', attributes = [] }) => ({
    ...{ service_code: code, service_name: asTitle(name), description, metadata: attributes.length > 0 },
    ...{ type: 'realtime', keywords, group },
  }));

export const definitionOf = ({ code, attributes = [] }: Named): Value => ({
  service_code: code,
  attributes: attributes.map(attributeInWords),
});

const attributeInWords = ({ code, datatype, required, description, values = {} }: Attribute, i: number): Value => ({
  ...{ variable: true, code, datatype, required, datatype_description: '', order: i + 1, description },
  values: Object.entries(values).map(([key, name]) => ({ key, name })),
});

/** A request as the standard writes it. Nothing stands in it that anybody wrote. */
export function requestInWords({ open311, responsible }: Deps, request: PublicRequest): Value {
  const { id, service_code, status, place, requested_at, updated_at, expected_at } = request;
  const service = open311.services.find(({ code }) => code === service_code);
  const { closed, notes } = STATUS[status];
  const shown = service?.at === 'place' ? place : null;
  return {
    ...{ service_request_id: id, status: closed ? 'closed' : 'open', status_notes: notes },
    ...{ service_name: asTitle(service?.name ?? service_code), service_code, description: null },
    agency_responsible: request.responsible === null ? null : (responsible[request.responsible] ?? null),
    ...{ service_notice: null, requested_datetime: instant(requested_at), updated_datetime: instant(updated_at) },
    expected_datetime: expected_at === null ? null : instant(expected_at),
    ...{ address: null, address_id: null, zipcode: null },
    ...{ lat: shown?.lat ?? null, long: shown?.long ?? null, media_url: null },
  };
}

export const updateInWords = ({ update_id, request, status, at }: Noted): Value => ({
  ...{ update_id, service_request_id: request, status, updated_datetime: instant(at) },
  ...{ description: STATUS[status].notes, media_url: '' },
});
