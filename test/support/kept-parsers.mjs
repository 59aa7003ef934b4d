// Parsers of languages that the catalogue shows: loaded as they are needed, and not by those who do not test it.

/**
 * Faults of a PowerShell script, each as the piece that no grammar takes.
 * @param {string} script
 */
export async function powershellFaults(script) {
  const [{ Parser, Language }, { createRequire }] = await Promise.all([
    import('web-tree-sitter'),
    import('node:module'),
  ]);
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  const faults = [];
  const look = (node) => {
    if (node.isError || node.isMissing) faults.push(node.text || `missing ${node.type}`);
    else for (const child of node.children) if (child) look(child);
  };
  look(parser.parse(script).rootNode);
  return faults;
}

/**
 * What AsyncAPI's own parser says of a document: errors alone.
 * @param {string} text
 */
export async function asyncApiFaults(text) {
  const { Parser } = await import('@asyncapi/parser');
  const { diagnostics } = await new Parser().parse(text);
  return diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ path, message }) => `${path.join('/')}: ${message}`);
}
