import { isProblem, type StoreProblem } from '../../problem';

/** More than two requests at once buy nothing: PHP's workers queue them, and their latency quadruples (measured). */
export const IN_FLIGHT = 2;

/** Works tasks off in their order, two at a time; the first problem ends it: a store in trouble is not asked further. */
export async function twoAtATime<Task, Result extends { kind: string }>(
  tasks: readonly Task[],
  work: (task: Task) => Promise<Result | StoreProblem>,
): Promise<{ kind: 'done'; results: Result[] } | StoreProblem> {
  const queue = tasks.entries();
  const results: Result[] = [];
  let problem: StoreProblem | null = null;

  async function runner() {
    for (const [index, task] of queue) {
      const outcome = await work(task);
      if (isProblem(outcome)) problem ??= outcome;
      else results[index] = outcome;
      if (problem !== null) return;
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, runner));
  return problem ?? { kind: 'done', results };
}

/** Does work as it comes, at most so much at once; the rest waits for its turn. */
export function inTurn(atOnce: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let free = atOnce;

  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
