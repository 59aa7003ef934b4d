// The local engine: runs one synthesised stack on this machine. See README.md for what it runs.

import { createServer } from 'node:http';
import { startWatch, type Watch } from './alarms/watch.ts';
import { openClock } from './clock.ts';
import { openTables } from './dynamodb/dynamodb.ts';
import { startExpiry } from './dynamodb/expiry.ts';
import { openArchives } from './events/archives.ts';
import { createEventRouter, type EventRouter } from './events/event-router.ts';
import { startSchedules } from './events/schedules.ts';
import { createAsyncInvocations, createDeliver } from './events/targets.ts';
import { openFauxqs } from './fauxqs.ts';
import { createProxy, type FrontProxy } from './front-proxy.ts';
import { createCheck } from './grants/check.ts';
import { openGate } from './grants/gate.ts';
import { createFunctions } from './lambda/functions.ts';
import { openBuckets } from './s3/s3.ts';
import { readMappings } from './sqs/mappings.ts';
import { createMoveTasks } from './sqs/move-tasks.ts';
import { openQueues } from './sqs/queues.ts';
import type { PollerDeps } from './sqs/sqs-poller.ts';
import { startWork } from './sqs/work.ts';
import { readAssets } from './stack/assembly.ts';
import { checkTemplate } from './stack/check-template.ts';
import { createParameters, createSecrets } from './stack/secrets.ts';
import { readStack, stackIdOf } from './stack/stack.ts';
import type { Template } from './stack/template.ts';
import { openState } from './state.ts';
import { openTroubles } from './troubles.ts';
import { type Engine, type EngineOptions, SERVICES } from './types.ts';
import { allowedToRecur, createChains } from './unkind/chains.ts';
import { laggingTables } from './unkind/lagging-tables.ts';
import { unkindQueues } from './unkind/queues.ts';
import { unkindOf } from './unkind/unkind.ts';
import { createDistribution } from './web/distributions.ts';
import { asking, openDoors } from './web/doors.ts';
import { createFunctionUrl } from './web/function-url.ts';
import { createHttpApi, type HttpApi } from './web/http-api.ts';
import { openKeyValueStores } from './web/key-value-stores.ts';
import { createQueryApi } from './web/query-api.ts';
import { closeServer, listen } from './web/serve.ts';

export type { Clock } from './clock.ts';
export type { QueueState } from './sqs/queues.ts';
export type { Engine, EngineOptions } from './types.ts';

/** @throws TemplateRefused naming logical id, type and property of all that the engine does not run. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const template = options.template as Template;
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await start(options, { template, closers, close });
  } catch (error) {
    await close();
    throw error;
  }
}

/** What CloudFormation tells the default bus when a stack is there. */
const deployed = (stackId: string, before: boolean) => ({
  source: 'aws.cloudformation',
  detailType: 'CloudFormation Stack Status Change',
  resources: [stackId],
  detail: {
    'stack-id': stackId,
    'status-details': { status: before ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE', 'status-reason': '' },
  },
});

async function start(
  options: EngineOptions,
  run: { template: Template; closers: (() => unknown)[]; close(): Promise<void> },
): Promise<Engine> {
  const { template, closers } = run;
  const { dataDir } = options;
  let watch: Watch | undefined;
  const onEvent: NonNullable<EngineOptions['onEvent']> = (event) => {
    if (event.kind === 'invocation-failed') watch?.failed(String(event['fn']));
    options.onEvent?.(event);
  };
  const onLog: NonNullable<EngineOptions['onLog']> = (line) => {
    watch?.onLog(line);
    options.onLog?.(line);
  };
  if (options.unkind && dataDir)
    throw new Error('An unkind engine keeps its state in memory: start it without a data folder');

  // Ports first: names of queues and of the API contain them.
  let proxy: FrontProxy | undefined;
  const front = createServer(
    { keepAliveTimeout: 0 },
    (req, res) => void (proxy ? proxy.handle(req, res) : res.destroy()),
  );
  const endpoint = await listen(front);
  closers.push(() => closeServer(front));
  const apis = await openDoors(template, 'AWS::ApiGatewayV2::Api', closers);
  const urls = await openDoors(template, 'AWS::Lambda::Url', closers);
  const sites = await openDoors(template, 'AWS::CloudFront::Distribution', closers);

  const stackName = options.stackName ?? 'local';
  const stack = readStack(template, {
    stackName,
    parameters: options.parameters ?? {},
    endpoint,
    apiUrl: (logicalId) => apis.get(logicalId)?.url ?? '',
    functionUrl: (logicalId) => urls.get(logicalId)?.url ?? '',
    siteHost: (logicalId) => sites.get(logicalId)?.url.replace('http://', '') ?? '',
  });
  const { notRun, providers } = checkTemplate(stack);
  for (const item of notRun) onEvent({ ...item, kind: 'not-run' });
  const gate = openGate(stack, providers);

  const state = openState(dataDir);
  // The tables come first, since they lock the folder.
  const unkind = options.unkind && unkindOf(options.unkind);
  const kindTables = await openTables(stack, { dataDir, rebuild: !state.saved.closedCleanly });
  const tables = unkind ? laggingTables(kindTables, await openTables(stack, { rebuild: false }), unkind) : kindTables;
  closers.push(async () => {
    await tables.close();
    state.save({ closedCleanly: true });
  });
  state.save({ closedCleanly: false });
  const secrets = createSecrets(stack, options.secrets, state);
  const fauxqs = await openFauxqs(dataDir);
  closers.push(() => fauxqs.close());

  const kindQueues = openQueues(fauxqs, stack, endpoint);
  const chains = unkind && createChains(allowedToRecur(stack));
  const queues = unkind && chains ? unkindQueues(kindQueues, unkind, chains) : kindQueues;
  queues.onArrival((_, messageId) => chains?.sent(messageId));
  const functions = createFunctions(stack, {
    endpoint,
    assets: readAssets(options.assetsDir),
    skip: providers,
    onLog,
    onInvocation: () => proxy?.count('lambda', 'Invoke'),
  });
  closers.push(() => functions.close());
  const deps: PollerDeps = { queues, count: (operation) => proxy?.count('sqs', operation), onEvent, chains };
  const asynchronous = createAsyncInvocations(deps, stack, functions);
  const deliver = createDeliver(queues, functions, asynchronous);
  const events: EventRouter = createEventRouter(stack, deliver, (bus, event) => archives.keep(bus, event));
  const archives = openArchives(stack, { dataDir, again: events.again, atOnce: fauxqs.atOnce });
  closers.push(archives.close);
  const counted =
    (logicalId: string, answer: HttpApi): HttpApi =>
    async (request) => {
      const response = await answer(request);
      watch?.answered(logicalId, response.status);
      return response;
    };
  const buckets = openBuckets(fauxqs, stack, { events, onObject: options.onObject });
  closers.push(() => buckets.close());
  for (const [logicalId, api] of apis)
    api.answer = counted(logicalId, createHttpApi(stack, functions, { apiLogicalId: logicalId, onEvent }));
  for (const [logicalId, url] of urls)
    url.answer = counted(logicalId, createFunctionUrl(stack, functions, { logicalId, onEvent }));
  const keyValues = openKeyValueStores(stack, state);
  for (const [logicalId, site] of sites)
    site.answer = createDistribution(stack, logicalId, { address: fauxqs.address, keyValues });

  const refusalOf = createCheck({
    gate,
    functions,
    holds: buckets.holds,
    onRefusal: ({ fn, role, action, resource, message }) => {
      onEvent({ kind: 'access-denied', fn, role, action, resource });
      onLog({ fn, text: JSON.stringify({ level: 'ERROR', message: 'access-denied', detail: message }) });
    },
  });
  const troubles = openTroubles((key) => functions.byAccessKey(key ?? '') !== undefined);
  proxy = createProxy(
    {
      s3: buckets.handle,
      dynamodb: async (request, res) => tables.handle(request, res),
      sqs: async ({ operation, headers, body }, res) => {
        // It is begun only where it is awaited, which has to be within the chain.
        const send = async () => await fauxqs.app.inject({ method: 'POST', url: '/', headers, payload: body });
        const answer = await (chains ? chains.during(String(headers['x-amzn-trace-id'] ?? ''), send) : send());
        res.writeHead(answer.statusCode, answer.headers).end(answer.rawPayload);
        if (operation.startsWith('ChangeMessageVisibility')) work.wake();
      },
      'cloudfront-keyvaluestore': keyValues.handle,
      json: {
        // One write to the data folder: all that ten entries put in queues, or nothing of it.
        eventbridge: {
          PutEvents: (input) => ({ status: 200, body: fauxqs.atOnce(() => events.putEvents(input)) }),
          StartReplay: async (input) => ({ status: 200, body: await archives.startReplay(input) }),
        },
        secretsmanager: secrets,
        ssm: createParameters(stack),
        sqs: createMoveTasks(kindQueues, fauxqs.atOnce),
      },
      query: createQueryApi({ template, stack, queues: kindQueues.states }),
    },
    { onCall: options.onCall, refusalOf, troubleOf: troubles.of },
  );

  const mappings = readMappings(stack, { queues, functions, gate, pollers: unkind?.pollers });
  if (state.copied) await options.onCopied?.(asking([...apis.values()][0], 'HTTP API'));
  state.settle();
  const work = startWork(deps, { mappings, asynchronous, functions });
  closers.push(work.stop);
  const clock = openClock(functions, options.clockVariable);
  const schedules = startSchedules(stack, { deliver, gate, state, now: clock.now, onEvent });
  closers.push(schedules.stop);
  const expiry = startExpiry(stack, { tables, now: clock.now });
  closers.push(expiry.stop);
  const alarms = startWatch(stack, {
    now: clock.now,
    queues: kindQueues.states,
    onRing: ({ name }) => onEvent({ kind: 'alarm', name }),
  });
  watch = alarms;
  closers.push(alarms.stop);
  events.publish(deployed(stackIdOf(stackName), state.resumed));

  const [firstApi] = apis.values();
  const [firstUrl] = urls.values();
  const [firstSite] = sites.values();

  return {
    apiUrl: firstApi?.url ?? '',
    siteUrl: firstSite?.url ?? '',
    functionUrl: firstUrl?.url ?? '',
    endpoint,
    resources: new Map(
      stack.resources.map(({ logicalId, type }) => [logicalId, { type, physicalId: stack.identity(logicalId).ref }]),
    ),
    outputs: stack.outputs,
    calls: () =>
      Object.fromEntries(SERVICES.map((each) => [each, proxy.countsOf(each)])) as ReturnType<Engine['calls']>,
    callsByOperation: () => Object.fromEntries(proxy.counts),
    queues: () => queues.states(),
    idle: work.idle,
    untilIdle: work.untilIdle,
    handleHttp: asking(firstApi, 'HTTP API'),
    handleFunctionUrl: asking(firstUrl, 'function URL'),
    invoke: (logicalId, event) => functions.byLogicalId(logicalId).invoke(event),
    kill: (logicalId) => functions.byLogicalId(logicalId).kill(),
    clock: clock.moving({ alarms, queues, work, schedules, expiry }),
    breaks: (logicalId, on) => functions.byLogicalId(logicalId).breaks(on),
    grants: gate.grants,
    troubles: troubles.set,
    alarms: alarms.alarms,
    notRun,
    close: run.close,
  };
}
