import { isNativeError } from 'node:util/types';
import { isProblem, NoAnswerError } from '../clients/typescript/src/index';
import { EXIT, type ExitCode } from './exit-codes';

interface FailureMore {
  /** Of the API's problem, or a word of ours. */
  code: string;
  status?: number;
  requestId?: string;
  /** The fields that the API found wrong, and why. */
  errors?: readonly { path: string; message: string }[];
  /** Of a run that goes on, whatever became of watching it. */
  runId?: string;
}

/** Ends a command with words for people, and an exit code for scripts. */
export class Failure extends Error {
  constructor(
    readonly exitCode: ExitCode,
    detail: string,
    readonly more: FailureMore,
  ) {
    super(detail);
  }
}

/** The command was wrong, and nothing was asked. */
export const wrongUsage = (detail: string): Failure => new Failure(EXIT.usage, detail, { code: 'usage' });

/** Ctrl-C. A run that was started or watched does not end by it. */
export function interruption(runId: string | null): Failure {
  const detail =
    runId === null ? 'Ended.' : `No longer watched. Run ${runId} goes on: catalog-sync run ${runId} --watch`;
  return new Failure(EXIT.left, detail, { code: 'interrupted', ...(runId && { runId }) });
}

/** Whatever was thrown, as what it means to whoever gave the command; null: a fault of this program. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof Failure) return error;
  if (isProblem(error)) {
    const { code, detail, status, request_id: requestId, errors } = error.problem;
    return new Failure(exitCodeOf(status), detail || code, { code, status, requestId, ...(errors && { errors }) });
  }
  if (error instanceof NoAnswerError) {
    const why = error.status === null ? causeOf(error) : '';
    return new Failure(EXIT.unreachable, `${error.message}${why}`, {
      code: 'unreachable',
      ...(error.status !== null && { status: error.status }),
    });
  }
  return null;
}

/** 429 and 503 mean: not now, and repeating is safe. */
function exitCodeOf(status: number): ExitCode {
  if (status === 429 || status === 503) return EXIT.unreachable;
  return status >= 500 ? EXIT.broken : EXIT.refused;
}

/** `fetch` says only that it failed, and why in the cause of its cause. */
function causeOf({ cause }: Error): string {
  const inner = isNativeError(cause) && isNativeError(cause.cause) ? cause.cause : cause;
  if (!isNativeError(inner)) return '';
  const reason = inner.message || ('code' in inner ? String(inner.code) : inner.name);
  return ` (${reason}) Is the API running, and the address right?`;
}
