import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Dispatcher, request as send } from 'undici';
import { USER_AGENT } from '../../process/version';
import type { StoreProblem } from '../problem';
import type { StoreSurroundings } from '../store-platform';
import { refusedAddress } from './address-guard';
import { problemOfError } from './problem-of-answer';
import { dispatcherFor } from './send-to-store';
import { addressForPeople } from './store-answer';

/** Of silence: the whole may take hours. */
const TIMEOUT_MS = 30_000;

export interface FileRequest {
  url: string;
  /** Of the uncompressed file. */
  fromByte: number;
  signal: AbortSignal;
}

/**
 * A file of any size from `fromByte` on, as it comes. Returns null at its end, else what cut it off; only an abort by
 * the caller's signal throws. Answers that are no file (403 and 404 of a link that ran out, redirects) are `not_found`.
 */
export async function* streamFile(
  { url: text, fromByte, signal }: FileRequest,
  surroundings: StoreSurroundings,
): AsyncGenerator<Buffer, StoreProblem | null> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { kind: 'not_found', detail: 'the link to its file is no address of http or https' };
  }
  const refusal = refusedAddress(url, surroundings);
  if (refusal !== null) return refusal;
  try {
    const { statusCode, headers, body } = await open(url, fromByte, signal, surroundings);
    if (statusCode !== 200 && statusCode !== 206) {
      await body.dump();
      // Asked for what lies behind the end: there is nothing more.
      return statusCode === 416 ? null : problemOfStatus(statusCode, url);
    }
    // A server that does not know ranges sends all of it again: what is known is passed over.
    let skip = statusCode === 206 ? 0 : fromByte;
    for await (const chunk of decoded(body, headers['content-encoding'])) {
      const news = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - news.length;
      if (news.length > 0) yield news;
    }
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return problemOfError(error, addressForPeople(url));
  }
}

/** Ranges count bytes on the wire, so that only a whole file may come compressed. */
function open(url: URL, fromByte: number, signal: AbortSignal, surroundings: StoreSurroundings) {
  const coding =
    fromByte === 0 ? { 'accept-encoding': 'gzip' } : { 'accept-encoding': 'identity', range: `bytes=${fromByte}-` };
  return send(url, {
    method: 'GET',
    dispatcher: dispatcherFor(surroundings),
    headers: { 'user-agent': USER_AGENT, ...coding },
    signal,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
}

function decoded(
  body: Dispatcher.ResponseData['body'],
  encoding: string | string[] | undefined,
): AsyncIterable<Buffer> {
  // The pipeline's error is the one that reading the result throws.
  return /gzip/i.test(encoding?.toString() ?? '') ? pipeline(body, createGunzip(), () => {}) : body;
}

function problemOfStatus(status: number, url: URL): StoreProblem {
  const detail = `${addressForPeople(url)} answered ${status}`;
  const passes = status === 408 || status === 429 || status >= 500;
  return passes ? { kind: 'unavailable', status, detail } : { kind: 'not_found', detail };
}
