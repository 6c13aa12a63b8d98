import { type Dispatcher, request as send } from 'undici';
import { oneLine } from '../../model/one-line';
import { timeLimit } from '../../process/time-limit';
import { USER_AGENT } from '../../process/version';
import type { StoreSurroundings } from '../store-platform';
import { faultOfAddress } from './address-guard';
import { problemOfError } from './problem-of-answer';
import { readBody } from './read-body';
import { dispatcherFor } from './send-to-store';

/** A receiver that needs longer should take what it is told, and work it off later. */
const TIMEOUT_MS = 15_000;

/** Bytes of an answer that are read, and characters of it that are kept for people. */
const MOST_READ = 64 * 1024;
const MOST_KEPT = 500;

export interface ReceiverRequest {
  url: URL;
  /** Sent byte for byte: it may be signed. */
  body: string;
  headers: Record<string, string>;
  /** How the address is named in a problem: one that is a secret must not stand there. */
  name: string;
  signal: AbortSignal;
  timeoutMs?: number;
}

/**
 * What came of it. `body`: the beginning of the answer's text, of one that could be read. `unreached`: no answer came, and
 * `problem` says why for people; `refused`: the address is not allowed, and nothing was sent.
 */
export type ReceiverOutcome =
  | { kind: 'answered'; status: number; body: string; ms: number }
  | { kind: 'unreached' | 'refused'; problem: string; ms: number };

/** For people: the address itself may be a secret. */
export const FAULTS = {
  scheme: 'is not https: receivers are told over https alone',
  port: 'has a port that is not allowed; the operator allows it by STORE_PORTS',
  private: 'does not lead to the public internet; the operator allows that by ALLOW_PRIVATE_STORES',
} as const;

/** Only these say that it was taken: a redirect is an answer as any other, and not followed. */
export const isTaken = (outcome: ReceiverOutcome): boolean =>
  outcome.kind === 'answered' && outcome.status >= 200 && outcome.status <= 299;

/**
 * One POST to an address that a tenant gave, which is looked at as a store's is, now and when its name resolves. Answers
 * whatever came; only an abort by the caller's signal throws (its reason).
 */
export async function postToReceiver(
  request: ReceiverRequest,
  surroundings: StoreSurroundings,
): Promise<ReceiverOutcome> {
  const { url, name, signal, timeoutMs = TIMEOUT_MS } = request;
  signal.throwIfAborted();
  const startedAt = performance.now();
  const ms = () => Math.round(performance.now() - startedAt);
  const fault = faultOfAddress(url, surroundings);
  if (fault !== null) return { kind: 'refused', problem: `${name} ${FAULTS[fault]}`, ms: ms() };
  const limit = timeLimit(signal, timeoutMs);
  let status: number | null = null;
  try {
    const response = await post(request, dispatcherFor(surroundings), limit.signal);
    status = response.statusCode;
    const { text } = await readBody(response.body, response.headers['content-encoding'], MOST_READ);
    return { kind: 'answered', status, body: kept(text), ms: ms() };
  } catch (error) {
    signal.throwIfAborted();
    // It said what became of it; only the rest never came, or cannot be read.
    if (status !== null) return { kind: 'answered', status, body: '', ms: ms() };
    if (limit.isOver()) {
      return { kind: 'unreached', problem: `${name} did not answer within ${timeoutMs / 1000} s`, ms: ms() };
    }
    const { kind, detail } = problemOfError(error, name);
    if (kind === 'address_refused') return { kind: 'refused', problem: `${name} ${FAULTS.private}`, ms: ms() };
    return { kind: 'unreached', problem: detail, ms: ms() };
  } finally {
    limit.clear();
  }
}

function post({ url, body, headers }: ReceiverRequest, dispatcher: Dispatcher, signal: AbortSignal) {
  return send(url, {
    method: 'POST',
    dispatcher,
    signal,
    headers: { 'content-type': 'application/json', ...headers, 'user-agent': USER_AGENT, 'accept-encoding': 'gzip' },
    body,
  });
}

function kept(text: string): string {
  const line = oneLine(text.slice(0, MOST_KEPT * 4));
  return line.length > MOST_KEPT ? `${line.slice(0, MOST_KEPT).replace(/\p{Surrogate}$/u, '')}…` : line;
}
