import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isNativeError } from 'node:util/types';
import type { Response } from 'express';
import type { UnreadAnswers } from '../limits/unread-answers';
import { isKnownBy } from './entity-tag';
import { hasBody } from './has-body';
import { type Problem, problemBody, statusOf } from './problem';

export interface Success {
  kind: 'success';
  status: 200 | 201 | 202 | 204;
  body?: unknown;
  headers?: Record<string, string>;
}

/** An answer that is made while it is sent, however large it is. */
export interface Streamed {
  kind: 'streamed';
  mediaType: string;
  chunks: AsyncIterable<string>;
}

export type Answer = Success | Streamed | Problem;

export const ok = (body: unknown): Success => ({ kind: 'success', status: 200, body });
export const created = (body: unknown): Success => ({ kind: 'success', status: 201, body });
export const accepted = (body: unknown): Success => ({ kind: 'success', status: 202, body });
export const noContent = (): Success => ({ kind: 'success', status: 204 });

export const streamed = (mediaType: string, chunks: AsyncIterable<string>): Streamed => ({
  kind: 'streamed',
  mediaType,
  chunks,
});

/** The log, compression and the pipeline itself hear of one response's end eleven times; Node warns from that number on. */
const MOST_LISTENERS = 20;

/**
 * Takes the next chunk when the client has taken those before. Throws when one cannot be made: then the connection is cut,
 * so that nobody takes what came for the whole.
 */
export async function sendChunks(response: Response, { mediaType, chunks }: Streamed): Promise<void> {
  response.status(200).type(mediaType);
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  response.setMaxListeners(MOST_LISTENERS);
  try {
    await pipeline(Readable.from(chunks, { objectMode: true, highWaterMark: 1 }), response);
  } catch (error) {
    if (!isNativeError(error) || !('code' in error) || error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** `response.locals` has `requestId` and `unread` for every request before anything else. */
export function sendAnswer(response: Response, answer: Exclude<Answer, Streamed>): void {
  // Answered before all of it came: an endless body would be read for as long as its sender likes.
  if (hasBody(response.req) && !response.req.complete) response.set('Connection', 'close');
  response.set(answer.headers ?? {});
  if (answer.kind === 'problem') {
    response.status(statusOf(answer.code));
    sendText(response, 'application/problem+json', problemBody(answer, response.locals.requestId));
  } else if (isKnownBy(response.req, answer)) {
    response.status(304).end();
  } else if (answer.body === undefined) {
    response.status(answer.status).end();
  } else {
    response.status(answer.status);
    sendText(response, 'application/json', answer.body);
  }
}

function sendText(response: Response, type: string, body: unknown): void {
  const text = JSON.stringify(body);
  const unread: UnreadAnswers = response.locals.unread;
  unread.hold(response, text.length);
  response.type(type).send(text);
}
