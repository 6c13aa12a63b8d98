import type { components } from './generated/api.ts';

/** What the API says when it does not do what was asked. `code` tells the cases apart, `detail` says what to do next. */
export type Problem = components['schemas']['Problem'];
export type ProblemCode = Problem['code'];
export type ProblemOf<Code extends ProblemCode> = Extract<Problem, { code: unknown }> & { code: Code };

/** A problem, thrown. */
export class ProblemError<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name = 'ProblemError';
  readonly problem: ProblemOf<Code>;

  constructor(problem: ProblemOf<Code>) {
    super(`${problem.code}: ${problem.detail} (request ${problem.request_id})`);
    this.problem = problem;
  }

  get code(): Code {
    return this.problem.code;
  }

  get detail(): string {
    return this.problem.detail;
  }

  get status(): number {
    return this.problem.status;
  }

  /** Stands in the service's log too. */
  get requestId(): string {
    return this.problem.request_id;
  }
}

/** Whether this was said by the API: others' errors have neither its codes nor its status in their body. */
export function isProblemBody(body: unknown): body is { code: string; status: number } {
  if (typeof body !== 'object' || body === null) return false;
  return 'code' in body && typeof body.code === 'string' && 'status' in body && typeof body.status === 'number';
}

/** Nobody answered, not in time, or something that is not catalog-sync: a proxy, another site. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** Of an answer that came from something else. */
  readonly status: number | null;

  constructor(message: string, { status = null, cause }: { status?: number | null; cause?: unknown } = {}) {
    super(message, { cause });
    this.status = status;
  }
}

/** Whether this is a problem, with one of these codes where some are named. */
export function isProblem<Code extends ProblemCode = ProblemCode>(
  error: unknown,
  ...codes: Code[]
): error is ProblemError<Code> {
  return error instanceof ProblemError && (codes.length === 0 || codes.some((code) => code === error.problem.code));
}

/** The data of an answer: `orThrow(await client.GET('/v1/stores'))`. A problem is thrown as `ProblemError`. */
export function orThrow<Data>(answer: { data: Data; error?: undefined } | { data?: undefined; error: Problem }): Data {
  if (answer.error !== undefined) throw new ProblemError(answer.error);
  return answer.data;
}
