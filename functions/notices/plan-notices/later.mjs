// What a document needs and starting does not: S3's client. infra/constructs/bundle.ts bundles it into a file of its own
// beside index.mjs, which is why it is not TypeScript: it has the same name here and there.
export { objects } from '../../shared/aws.ts';
export { documentsOn } from '../../shared/documents-bucket.ts';
