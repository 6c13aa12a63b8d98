import { answersOfSuspects } from '../../hints/answers-of-suspects';
import { hintsOfBatch } from '../../hints/hints-of-batch';
import { lockBatch, settleBatch } from '../../hints/settle-batch';
import type { Dependencies } from '../dependencies';
import type { BatchOfHints } from './claim-hints';

/** Settles the hints of a batch whose products the store was asked for one by one, and what is gone is switched off or held. */
export const settleSuspected = ({ database }: Dependencies) =>
  async function settleSuspected({ run, batchId }: BatchOfHints): Promise<void> {
    await database.withTenant(run.tenantId, async (sql) => {
      const open = await lockBatch(sql, run, batchId);
      if (open.size === 0) return;
      const hints = await hintsOfBatch(sql, run, batchId);
      const ids = hints.flatMap(({ products }) => products.map(({ externalId }) => externalId));
      await settleBatch(sql, run, hints, await answersOfSuspects(sql, run, ids));
    });
  };
