import { cancellationSignal } from '@temporalio/activity';
import { isProblem } from '../../platforms/is-problem';
import type { Dependencies } from '../dependencies';
import { openStore } from '../store/open-store';
import { bulkReaderOf } from './bulk-reader-of';
import type { BulkOperationInput } from './look-at-bulk';

/** Gives the run's place among the shop's operations back. A store that does not answer ends it by itself, some day. */
export const cancelBulk = (dependencies: Dependencies) =>
  async function cancelBulk({ run, operationId }: BulkOperationInput): Promise<void> {
    const store = await openStore(dependencies, run);
    const cancelled = await bulkReaderOf(store).cancel({ operationId, signal: cancellationSignal() });
    if (isProblem(cancelled)) {
      const ids = { tenant_id: run.tenantId, store_id: run.storeId, run_id: run.id, operation: operationId };
      dependencies.logger.warn({ ...ids, detail: cancelled.detail }, 'bulk operation not cancelled');
    }
  };
