import type { Response } from 'express';
import type { UnreadAnswers } from '../limits/unread-answers';
import { hasBody } from './has-body';
import { type Problem, problemBody, statusOf } from './problem';

export interface Success {
  kind: 'success';
  status: 200 | 201 | 202 | 204;
  body?: unknown;
}

export type Answer = Success | Problem;

export const ok = (body: unknown): Success => ({ kind: 'success', status: 200, body });
export const created = (body: unknown): Success => ({ kind: 'success', status: 201, body });
export const accepted = (body: unknown): Success => ({ kind: 'success', status: 202, body });
export const noContent = (): Success => ({ kind: 'success', status: 204 });

/** `response.locals` has `requestId` and `unread` for every request before anything else. */
export function sendAnswer(response: Response, answer: Answer): void {
  // Answered before all of it came: an endless body would be read for as long as its sender likes.
  if (hasBody(response.req) && !response.req.complete) response.set('Connection', 'close');
  if (answer.kind === 'problem') {
    response.status(statusOf(answer.code)).set(answer.headers ?? {});
    sendText(response, 'application/problem+json', problemBody(answer, response.locals.requestId));
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
