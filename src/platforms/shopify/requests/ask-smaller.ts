import type { StoreProblem } from '../../problem';
import type { Answered } from './admin-api';
import type { Refusal } from './graphql-reply';

/** Below this a failing shop is not failing for the size of what it is asked. */
const SMALLEST_AFTER_FAILURE = 10;

export interface Sized<Data> {
  answer: Answered<Data> | StoreProblem;
  /** With which the answer came. */
  size: number;
  /** The places of the items that failed, where Shopify named them. */
  failed?: readonly number[];
}

/**
 * Asks for half of it, and half of that, while a query is too costly or its answer fails: heavy pages of Shopify end in
 * 5xx and time-outs that smaller ones pass. The smaller try is made at once, since a retry would begin with the old size.
 */
export async function askSmaller<Data>(
  size: number,
  ask: (size: number) => Promise<Answered<Data> | Refusal | StoreProblem>,
): Promise<Sized<Data>> {
  const answer = await ask(size);
  if (answer.kind === 'too_costly' && size > 1) return askSmaller(Math.floor(size / 2), ask);
  const problem = refusalAsProblem(answer);
  if (problem.kind === 'unavailable' && size > SMALLEST_AFTER_FAILURE) {
    return askSmaller(Math.max(SMALLEST_AFTER_FAILURE, Math.floor(size / 2)), ask);
  }
  return { answer: problem, size, ...(answer.kind === 'item_failed' && { failed: answer.places }) };
}

/** A refusal that nothing more can be done about. */
export function refusalAsProblem<Data>(answer: Answered<Data> | Refusal | StoreProblem): Answered<Data> | StoreProblem {
  if (answer.kind === 'too_costly') return { kind: 'unreadable', status: 200, detail: answer.detail };
  if (answer.kind === 'inventory_denied') return { kind: 'forbidden', detail: answer.detail };
  if (answer.kind === 'item_failed') return answer.problem;
  return answer;
}
