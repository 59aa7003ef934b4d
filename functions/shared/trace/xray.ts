import { Tracer } from '@aws-lambda-powertools/tracer';
import { type Followed, idOf, type Noted } from './trace.ts';

// What `#trace` is where a stage has tracing (ADR 063). A trace holds ids of facts, times and whether it went wrong: no answers, no words of
// errors, and no calls over HTTP, whose paths and hosts are nobody's business there. Lambda and the SDK hand the trace on by themselves.

const tracer = new Tracer({ captureHTTPsRequests: false });

/** The id of a fact in a trace: `annotation.event_id = "…"` in the console of X-Ray. */
const EVENT_ID = 'event_id';

function begun(name: string, fact: unknown) {
  const id = idOf(fact);
  if (id === null || !tracer.isTracingEnabled()) return null;
  const part = tracer.getSegment()?.addNewSubsegment(name) ?? null;
  part?.addAnnotation(EVENT_ID, id);
  return part;
}

export const followed: Followed = async (fact, work) => {
  const part = begun('fact', fact);
  try {
    return await work();
  } catch (error) {
    part?.addFaultFlag(); // and not the error itself: its words may hold anything
    throw error;
  } finally {
    part?.close();
  }
};

export const noted: Noted = (facts) => {
  for (const fact of facts) begun('published', fact)?.close();
};
