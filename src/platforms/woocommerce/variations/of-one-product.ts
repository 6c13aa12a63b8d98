import type { StoreProblem } from '../../problem';

/** PHP dies of one product as of a broken store: an answer like these may be that product's alone. */
export function mayBeOfOneProduct(problem: StoreProblem): boolean {
  if (problem.kind === 'unavailable') return problem.status !== null && problem.status >= 500;
  return problem.kind === 'unreadable';
}

/** So many products without an answer in one piece are a store in trouble, which is asked again later. */
export const MOST_ERRORS = 5;
