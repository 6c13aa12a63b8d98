import { z } from 'zod';
import type { BulkProgress, BulkRequest } from '../../bulk-reader';
import type { StoreProblem } from '../../problem';
import { bulkOperation } from '../queries/bulk';
import { type AdminApi, startTask } from '../requests/admin-api';
import { refusalAsProblem } from '../requests/ask-smaller';
import { LEFT_BY_LISTINGS } from '../requests/throttle';

/** UnsignedInt64 travels as text. */
const Count = z.string().regex(/^\d+$/).transform(Number);

/** Shopify ends at 2,048 variants, 250 media and some collections of a product. */
const MOST_LINES_A_PRODUCT = 5_000;
const FEW_LINES = 10_000;

const Operation = z.object({
  bulkOperation: z
    .object({
      status: z.string(),
      errorCode: z.string().nullable(),
      objectCount: Count,
      rootObjectCount: Count,
      fileSize: Count.nullable(),
      url: z.string().nullable(),
    })
    .nullable(),
});

const UNFINISHED: ReadonlySet<string> = new Set(['CREATED', 'RUNNING', 'CANCELING']);

/** How far an operation is. What a failed one left (`partialDataUrl`) is never read: absence from it means nothing. */
export async function lookAtOperation(
  api: AdminApi,
  { operationId, signal }: BulkRequest,
): Promise<BulkProgress | StoreProblem> {
  const task = startTask(signal, LEFT_BY_LISTINGS);
  const answer = refusalAsProblem(
    await api.ask({ document: bulkOperation, variables: { id: operationId }, shape: Operation }, task),
  );
  if (answer.kind !== 'data') return answer;
  const { requests } = task;
  const operation = answer.data.bulkOperation;
  if (operation === null) return { kind: 'given_up', why: 'Shopify does not know it any more', requests };

  const { status, errorCode, url, objectCount: lines, rootObjectCount: roots, fileSize: bytes } = operation;
  if (UNFINISHED.has(status)) return { kind: 'running', requests };
  if (status !== 'COMPLETED') {
    const code = errorCode === null ? '' : ` (${answer.quote(errorCode, 80)})`;
    return { kind: 'given_up', why: `it ended as ${answer.quote(status, 80)}${code}`, requests };
  }
  // Counts and sizes of files stay far below 2^53.
  const areCounts = [lines, roots, bytes ?? 0].every(Number.isSafeInteger);
  if (!areCounts || lines > roots * MOST_LINES_A_PRODUCT + FEW_LINES) {
    return { kind: 'given_up', why: `it tells of ${lines} lines for ${roots} products`, requests };
  }
  // Completed without a file is how Shopify says that there is nothing.
  if (url === null && roots > 0) {
    return { kind: 'given_up', why: `it has ${roots} products and no file`, requests };
  }
  return { kind: 'written', file: { lines, roots, bytes }, url, requests };
}
