import type { Response } from 'express';
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

/** `response.locals.requestId` is set for every request before anything else. */
export function sendAnswer(response: Response, answer: Answer): void {
  // Answered before all of it came: an endless body would be read for as long as its sender likes.
  if (hasBody(response.req) && !response.req.complete) response.set('Connection', 'close');
  if (answer.kind === 'problem') {
    response
      .status(statusOf(answer.code))
      .set(answer.headers ?? {})
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(answer, response.locals.requestId)));
  } else if (answer.body === undefined) {
    response.status(answer.status).end();
  } else {
    response.status(answer.status).json(answer.body);
  }
}
