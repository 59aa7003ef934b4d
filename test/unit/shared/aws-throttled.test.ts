import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { tables, tablesOfBulk } from '../../../functions/shared/aws.ts';

test('a table that throttles for a while is written to more slowly by functions that write a whole night, and in the end', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    const throttled = asked < 4;
    response.writeHead(throttled ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(throttled ? JSON.stringify({ __type: 'ProvisionedThroughputExceededException' }) : '{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
  });
  onTestFinished(() => {
    process.env = before;
    server.close();
  });
  const client = tablesOfBulk();
  expect(await client.send(new GetCommand({ TableName: 't', Key: { pk: 'a', sk: 'b' } }))).toMatchObject({});
  expect(asked).toBe(4);
  expect(await client.config.retryStrategy()).toMatchObject({ mode: 'adaptive' });
  // A door is not slowed down: its caller waits.
  expect(await tables().config.retryStrategy()).toMatchObject({ mode: 'standard' });
  client.destroy();
});
