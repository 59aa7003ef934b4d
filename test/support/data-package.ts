/** What the Data Package 2.0 profile asks for, of what we write: datapackage.org/profiles/2.0/datapackage.json */
export const PACKAGE = {
  type: 'object',
  required: ['$schema', 'name', 'resources', 'licenses', 'created', 'version'],
  properties: {
    $schema: { const: 'https://datapackage.org/profiles/2.0/datapackage.json' },
    name: { type: 'string', pattern: '^[a-z0-9._-]+$' },
    id: { type: 'string', format: 'uri' },
    homepage: { type: 'string', format: 'uri' },
    created: { type: 'string', format: 'date-time' },
    version: { type: 'string' },
    keywords: { type: 'array', minItems: 1, items: { type: 'string' } },
    licenses: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', anyOf: [{ required: ['name'] }, { required: ['path'] }] },
    },
    contributors: {
      type: 'array',
      minItems: 1,
      items: { properties: { email: { format: 'email' }, roles: { type: 'array', minItems: 1 } }, required: ['title'] },
    },
    resources: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['name', 'path', 'schema', 'bytes', 'hash'],
        properties: {
          $schema: { const: 'https://datapackage.org/profiles/2.0/dataresource.json' },
          name: { type: 'string' },
          type: { const: 'table' },
          path: { type: 'string', pattern: '^(?!.*\\.\\.)[^/]' },
          bytes: { type: 'integer' },
          hash: { type: 'string', pattern: '^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32})$' },
          schema: {
            type: 'object',
            required: ['fields'],
            properties: {
              fields: {
                type: 'array',
                minItems: 1,
                items: {
                  required: ['name'],
                  properties: {
                    name: { type: 'string' },
                    type: { enum: ['string', 'number', 'integer', 'boolean', 'date', 'year', 'any'] },
                    constraints: {
                      additionalProperties: false,
                      properties: { required: {}, pattern: {}, minimum: {}, maximum: {} },
                    },
                  },
                },
              },
              missingValues: { type: 'array', items: { type: 'string' } },
              primaryKey: { type: 'array', items: { type: 'string' } },
            },
          },
        },
      },
    },
  },
};
