import type { Request } from 'express';
import type { BodyBudget } from '../../platforms/http/body-budget';
import type { Answer } from './answer';
import { hasBody } from './has-body';
import { problem } from './problem';

const MOST_BYTES = 5 * 1024 * 1024;

const TOO_LARGE = problem('too_large', 'Send at most 5 MiB.');
const CUT_OFF = problem('invalid_request', 'The body ended before all of it had come: send it again.');
/** No 4xx: it is our doing, and what is lost by it is noted so. */
const TOO_MANY = problem('overloaded', 'Too many large bodies come at once: send this one again in 5 s.', {
  headers: { 'Retry-After': '5' },
});

/**
 * Answers with the very bytes that came, whatever they are called. All that are on their way are held by one budget, from which
 * the largest goes first: a delivery of usual size never pays for large ones.
 */
export async function withRawBody(
  request: Request,
  budget: BodyBudget,
  work: (body: Buffer) => Promise<Answer>,
): Promise<Answer> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return TOO_LARGE;
  if (!hasBody(request)) return work(Buffer.alloc(0));
  const held = budget.open();
  try {
    const end = await readAll(request, held);
    return end === null ? await work(held.whole()) : end;
  } finally {
    held.close();
  }
}

/** null when all of it came. The connection stays for the answer, which closes it where something is left of the body. */
async function readAll(request: Request, held: ReturnType<BodyBudget['open']>): Promise<Answer | null> {
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!held.add(chunk)) return TOO_MANY;
      if (held.bytes > MOST_BYTES) return TOO_LARGE;
    }
    return null;
  } catch {
    return CUT_OFF;
  }
}
