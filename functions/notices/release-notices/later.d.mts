export { objects } from '../../shared/aws.ts';
export { documentsOn } from '../../shared/documents-bucket.ts';
