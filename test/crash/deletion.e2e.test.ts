import { startDeletion } from '../../src/temporal/start-deletion';
import { markForDeletion } from '../../src/tenants/deletion/mark-for-deletion';
import { patient } from '../support/patience';
import { startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';
import { startWorkerProcess } from '../support/worker-process';
import { wholeDatabase } from '../tenants/deletion/whole-database';

it(
  'I4 a tenant’s deletion goes on by itself when its worker is killed between two lots, and when all is gone',
  async () => {
    const world = await startSyncWorld();
    const whole = await wholeDatabase(world.databaseUrl);
    try {
      const tenantId = await world.newTenant('Vanishing');
      const { store } = await world.wooCommerce({ products: 60 }, tenantId);
      await world.sync(store);
      await world.stopWorker();
      const before = await whole.search(tenantId);
      await world.database.withSystem(async (sql) => {
        await markForDeletion(sql, { tenantId, confirmName: 'Vanishing' });
        await sql`insert into audit_logs (tenant_id, action, actor_kind, metadata)
                  values (${tenantId}::uuid, 'tenant_deleted', 'operator', '{}')`;
      });
      const { workflowId } = await startDeletion(world.temporal, tenantId);

      const first = startWorkerProcess(world, 'tenant-lot-deleted:kill');
      await first.ended();
      const between = await whole.search(tenantId);
      expect(between.product_variants).toBeUndefined();
      expect(between.products).toBe(before.products);
      const second = startWorkerProcess(world, 'tenant-gone:kill');
      await second.ended();
      await world.startWorker();
      const isOver = async () => (await world.describe(workflowId)).status.name === 'COMPLETED';
      await until('the deletion has ended', isOver, 120_000);

      expect(await whole.search(tenantId)).toEqual({ audit_logs: 1 });
      const { rows } = await whole.query(`select metadata -> 'rows' as counts from audit_logs where tenant_id = $1`, [
        tenantId,
      ]);
      expect(rows[0].counts).toMatchObject({ products: before.products, product_variants: before.product_variants });
    } finally {
      await whole.close();
      await world.close();
    }
  },
  patient(300_000),
);
