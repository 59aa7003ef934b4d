import { expect, test } from 'vitest';
import { signatureOf } from '../../../../functions/sync/webhook/sign.ts';

// The example of the page, made with these secrets by another program.
const NEW = 'whsec_YW4tZXhhbXBsZS1zZWNyZXQtbmV3LXRoaXJ0eS10d28=';
const OLD = 'whsec_YW4tZXhhbXBsZS1zZWNyZXQtb2xkLXRoaXJ0eS10d28=';
const body =
  '{"specversion":"1.0","id":"Ev3ntOfAnAddre55Change","source":"council.intake","type":"council.residents.address-changed.v1","time":"2026-11-28T08:00:00.000Z","subject":"ER-40217","sequence":"10","datacontenttype":"application/json","council":"stockton","dataclassification":"personal","origin":"revenues-benefits","data":{"person_ref":"ER-40217","move_date":"2026-12-01","changed_at":"2026-11-28T08:00:00Z","contact":{"first_name":"Zoë","postal_address":{"lines":["12 Sample Close","Norton"],"postcode":"TS0 1AA"}}}}';
const signed = { id: 'Ev3ntOfAnAddre55Change', timestamp: '1795852802', body };

test('a body is signed byte for byte, by each secret of a rotation, the new one first', () => {
  const ofNew = 'v1,Q56kyUnskvznuhjKgs1Htiq0ypVHz3dFv/4LBOpri0c=';
  expect(signatureOf([NEW], signed)).toBe(ofNew);
  expect(signatureOf([NEW, OLD], signed)).toBe(`${ofNew} v1,CDQ7F27xjNct2PjrzdCdJ8Ca6ERACUo/Ay4PfQzckXM=`);
});
