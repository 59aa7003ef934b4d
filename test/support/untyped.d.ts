// Packages that bring no types, and for which the checks of the catalogues need few.
declare module 'jsonld' {
  const jsonld: { toRDF(document: object, options: { format: 'application/n-quads' }): Promise<unknown> };
  export default jsonld;
}

declare module 'n3' {
  type Term = { value: string };
  type Quad = { subject: Term; predicate: Term; object: Term };
  export const DataFactory: { namedNode(iri: string): Term };
  export class Parser {
    constructor(options: { format: string });
    parse(text: string): Quad[];
  }
  export class Store implements Iterable<Quad> {
    constructor(quads: Quad[]);
    getSubjects(predicate: Term | null, object: Term | null, graph: null): Term[];
    getObjects(subject: Term | null, predicate: Term | null, graph: null): Term[];
    [Symbol.iterator](): Iterator<Quad>;
  }
}
