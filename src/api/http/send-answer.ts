import type { Response } from 'express';
import type { Answer } from './answer';
import { problemBody, statusOf } from './problem';

/** `response.locals.requestId` is set for every request before anything else. */
export function sendAnswer(response: Response, answer: Answer): void {
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
