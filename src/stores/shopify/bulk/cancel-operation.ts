import { z } from 'zod';
import type { BulkRequest } from '../../bulk';
import type { StoreProblem } from '../../problem';
import { type AdminApi, startTask } from '../admin-api';
import { refusalAsProblem } from '../ask-smaller';
import { cancelBulkOperation } from '../queries/cancel-bulk-operation';

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
