import { z } from 'zod';
import { problemOfAnswer, refusalByPlatform, unreadable } from '../../http/problem-of-answer';
import type { StoreAnswer } from '../../http/store-answer';
import type { StoreProblem } from '../../problem';
import { readJson } from './read-json';

/** An error that WordPress or WooCommerce itself answered, and what it means for the store as a whole. */
export interface WooError {
  kind: 'woo_error';
  status: number;
  /** `woocommerce_rest_cannot_view`, `rest_no_route` … */
  code: string;
  message: string;
  /** The store's own clock, RFC 3339 UTC. */
  date: string | null;
  problem: StoreProblem;
}

const errorBody = z.object({ code: z.string(), message: z.string().catch('') });

/** What is wrong with an answer that is no 2xx: the platform's own error, or that of what stands in front of it. */
export function errorOfAnswer(answer: StoreAnswer): WooError | StoreProblem {
  const general = problemOfAnswer(answer) ?? unreadable(answer, 'has no list or object');
  const body = errorBody.safeParse(readJson(answer.text));
  if (!body.success) return general;

  const { status, quote, date } = answer;
  const code = quote(body.data.code, 80);
  const message = quote(body.data.message);
  const detail = `${answer.address} answered ${status} ${code}: "${message}"`;
  const problem =
    code === 'rest_no_route' ? ({ kind: 'not_supported', detail } as const) : refusalByPlatform(status, detail);
  return { kind: 'woo_error', status, code, message, date, problem: problem ?? { ...general, detail } };
}

const statedError = errorBody.extend({ message: z.string(), data: z.object({ status: z.int().min(400).max(599) }) });

/**
 * The status that an error names in its own text: what a plugin prints early leaves under 200, and WordPress's status
 * comes too late. null for what is no error.
 */
export function statusWithin(value: object): number | null {
  return statedError.safeParse(value).data?.data.status ?? null;
}

/** The error as a problem of the store, for callers to whom its code says nothing more. */
export function asProblem<T extends { kind: string }>(outcome: T | WooError): Exclude<T, WooError> | StoreProblem;
export function asProblem(outcome: { kind: string } | WooError): { kind: string } {
  return outcome.kind === 'woo_error' && 'problem' in outcome ? outcome.problem : outcome;
}

/** PHP dies of one product as of a broken store: an answer like these may be that product's alone. */
export function mayBeOfOneProduct(problem: StoreProblem): boolean {
  if (problem.kind === 'unavailable')
    return problem.status !== null && (problem.status >= 500 || problem.status === 404);
  return problem.kind === 'unreadable';
}

/** So many products without an answer in one piece are a store in trouble, which is asked again later. */
export const MOST_ERRORS = 5;
