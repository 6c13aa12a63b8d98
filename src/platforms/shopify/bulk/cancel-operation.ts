import { z } from 'zod';
import type { BulkRequest } from '../../bulk-reader';
import type { StoreProblem } from '../../problem';
import { cancelBulkOperation } from '../queries/bulk';
import { type AdminApi, startTask } from '../requests/admin-api';
import { refusalAsProblem } from '../requests/ask-smaller';

/** One that ended meanwhile has a user error, which says nothing more. */
const Cancelled = z.object({ bulkOperationCancel: z.object({}).nullable() });

export async function cancelOperation(
  api: AdminApi,
  { operationId, signal }: BulkRequest,
): Promise<{ kind: 'cancelled' } | StoreProblem> {
  const question = { document: cancelBulkOperation, variables: { id: operationId }, shape: Cancelled };
  const answer = refusalAsProblem(await api.ask(question, startTask(signal)));
  return answer.kind === 'data' ? { kind: 'cancelled' } : answer;
}
