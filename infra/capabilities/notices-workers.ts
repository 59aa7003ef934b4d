import { Duration } from 'aws-cdk-lib';
import type { FunctionSpec } from '../constructs/node-function.ts';
import type { WorkerSpec } from '../constructs/queue-worker.ts';

/** The notices workers in numbers, with what an operator reads when one of them stands still. */
export const workers = {
  plan: {
    folder: 'functions/notices/plan-notices',
    timeoutSeconds: 60,
    memoryMb: 512,
    batchSize: 4, // of up to 25 snapshots each
    windowSeconds: 0,
    maxConcurrency: 5,
    inCircle: true,
    maxReceives: 5,
    oldestMinutes: 30,
    impact: 'New notices are not planned. Nothing wrong is sent: holds and payments are read again before each text.',
    runbook: 'plan-notices',
    grade: 'wake',
    cries: {
      'bank-holidays-end': {
        impact:
          'Bank holidays are listed for less than half a year ahead: when the list ends, no document that the law requires goes out.',
        grade: 'today',
        restsAfter: Duration.days(1),
      },
    },
  },
  release: {
    folder: 'functions/notices/release-notices',
    timeoutSeconds: 60,
    memoryMb: 512,
    batchSize: 100, // wakes: one look at the agenda answers them all
    windowSeconds: 1, // what AWS asks for with more than ten
    maxConcurrency: 2, // the least that AWS allows; a lease keeps it to one
    inCircle: true,
    maxReceives: 5,
    oldestMinutes: 10,
    impact:
      'Planned notices wait, and expire when their date has passed: all of them, or those that the log names as "notice failed".',
    runbook: 'release-notices',
    grade: 'wake',
    cries: {
      'run-waits': {
        impact:
          'A run far from what was expected waits for an officer: nobody of it is told, and documents lose the days that the law gives.',
        grade: 'today',
        restsAfter: Duration.minutes(5),
      },
      overdue: {
        impact: 'People are told later than they should be: notices have been due for more than twenty minutes.',
        restsAfter: Duration.minutes(5),
      },
    },
  },
  send: {
    folder: 'functions/notices/send-notices',
    timeoutSeconds: 30,
    memoryMb: 512,
    batchSize: 10,
    windowSeconds: 0,
    maxConcurrency: 15, // ten posts each: at ten seconds a post, some fifteen a second
    inCircle: true,
    maxReceives: 5,
    oldestMinutes: 10,
    impact:
      'Texts, emails and letters do not go out. Released notices are given back and released again when this works.',
    runbook: 'send-notices',
    grade: 'wake',
    cries: {
      'line-stopped': 'Nothing is sent until someone puts our set-up at Notify right: a key, a template or a channel.',
      'template-stopped':
        'Nothing of one wording is sent: Notify refused several in a row in words that Crier does not know.',
      'notify-down': {
        impact:
          'No message has come through to GOV.UK Notify for ten minutes: residents are told later, or too late for their dates.',
        restsAfter: Duration.minutes(5),
      },
      'notice-set-aside': {
        impact:
          'Notify refused a message in words that Crier does not know: its resident is not told until an officer decides.',
        grade: 'today',
      },
    },
  },
  track: {
    folder: 'functions/notices/track-notices',
    timeoutSeconds: 30,
    memoryMb: 512,
    batchSize: 10,
    windowSeconds: 2, // receipts come one by one: full batches tell of many at once
    maxConcurrency: 5,
    inCircle: true,
    maxReceives: 5,
    oldestMinutes: 15,
    impact: 'What became of texts, emails and letters is not recorded, and failed texts are not followed by an email.',
    runbook: 'track-notices',
    grade: 'today',
    cries: {
      'letter-refused':
        'Notify will not print a letter: its resident is not told until its back office has made the document anew.',
    },
  },
  reconcile: {
    folder: 'functions/notices/reconcile-notices',
    timeoutSeconds: 60,
    memoryMb: 512,
    batchSize: 10,
    windowSeconds: 0,
    maxConcurrency: 2,
    inCircle: true,
    maxReceives: 5,
    oldestMinutes: 15,
    impact: 'Notices whose sending is in doubt stay in doubt: their residents may not have been told.',
    runbook: 'reconcile-notices',
    grade: 'today',
    cries: {
      'two-messages': {
        impact: 'Notify holds two messages for one notice: a resident may have been told the same thing twice.',
        grade: 'wake',
      },
      'notify-cannot-be-asked':
        'Notify refuses to say what became of a message, so it stays open and is not sent again.',
    },
  },
} satisfies Record<string, WorkerSpec>;

export const countLedger: FunctionSpec = {
  folder: 'functions/notices/count-ledger',
  timeoutSeconds: 60,
  memoryMb: 512,
  impact:
    'What Notify has is not compared with the notices: a resident told twice, or not at all, would not be noticed.',
  runbook: 'count-ledger',
  grade: 'today',
  cries: {
    'notify-cannot-be-asked': 'Notify refuses to list its messages, so they are not counted.',
    'ledger-unbalanced': {
      impact:
        'Notify has other messages than Crier took note of, or a notice is lost or not where its history leads: someone was told twice, or not at all.',
      grade: 'wake',
    },
  },
};

export const explain: FunctionSpec = {
  folder: 'functions/notices/explain-notices',
  timeoutSeconds: 30, // the HTTP API gives up then
  memoryMb: 512,
  impact: 'Officers cannot see what happened to whom, and cannot stop or resume sending. Sending itself goes on.',
  runbook: 'explain-notices',
  grade: 'today',
  cries: {
    'ledger-unbalanced': {
      impact: 'What is written down of a notice does not add up: nobody can say for sure what its resident was told.',
      grade: 'wake',
    },
  },
};
