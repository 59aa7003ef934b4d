import { describe, expect, test } from 'vitest';
import { catalogueFiles } from '../../../../functions/performance/catalogue/catalogue.ts';
import { blocksOn, catalogueInput } from '../../../support/catalogue.ts';
import { asyncApiFaults, powershellFaults } from '../../../support/kept-parsers.mjs';

const files = catalogueFiles(catalogueInput());
const textOf = (path: string) => Buffer.from(files.get(`catalogue/${path}`)!).toString();

// There is no PowerShell on the machines that test: what cannot be run is parsed by the grammar that editors use.
describe('PowerShell in the guides', () => {
  const blocks = ['producers', 'subscribers'].flatMap((guide) =>
    [...blocksOn(textOf(`${guide}/index.html`))].filter(([id]) => id.endsWith('-powershell')),
  );

  test.each(blocks)('parses: %s', async (_, script) => {
    expect(await powershellFaults(`${script}\n`)).toEqual([]);
  });

  test('is there for every block of curl that sends', () => {
    expect(blocks.map(([id]) => id)).toEqual(
      ['set-up', 'one', 'wrong', 'file', 'receipt', 'test'].map((each) => `${each}-powershell`),
    );
  });

  test('would be found where it does not parse', async () => {
    expect(await powershellFaults('$a = @{ B = "c"\n')).not.toEqual([]);
    expect(await powershellFaults("$a = @'\nno end\n")).not.toEqual([]);
  });
});

describe('the AsyncAPI document', () => {
  test('is one to its own parser', { timeout: 120_000 }, async () => {
    const text = textOf('asyncapi.json');
    expect(await asyncApiFaults(text)).toEqual([]);
    const broken = JSON.parse(text);
    broken.operations[Object.keys(broken.operations)[0]!].action = 'shout';
    expect(await asyncApiFaults(JSON.stringify(broken))).not.toEqual([]);
  });
});
