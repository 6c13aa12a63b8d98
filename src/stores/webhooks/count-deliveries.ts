import type { TenantSql } from '../../database/sql';

/** What came for a store since it was last told. */
export interface DeliveryCount {
  storeId: string;
  /** Of the secrets that signed: those that came under another one are not counted by it. */
  secretVersion: number;
  byCurrent: number;
  byFormer: number;
  lastReceivedAt: Date | null;
  wrongSignatures: number;
  lastWrongAt: Date | null;
}

/** Adds what came to the stores of a tenant, in one statement. */
export async function countDeliveries(sql: TenantSql, counts: readonly DeliveryCount[]): Promise<void> {
  await sql`
    update store_webhooks w
       set deliveries = w.deliveries + case when w.secret_version = c.version then c.by_current else 0 end,
           deliveries_by_former = w.deliveries_by_former + case when w.secret_version = c.version then c.by_former else 0 end,
           last_received_at = greatest(w.last_received_at, c.last_received_at),
           wrong_signatures = w.wrong_signatures + c.wrong,
           wrong_signature_at = greatest(w.wrong_signature_at, c.last_wrong_at)
      from unnest(${counts.map((count) => count.storeId)}::uuid[], ${counts.map((count) => count.secretVersion)}::int[],
                  ${counts.map((count) => count.byCurrent)}::int[], ${counts.map((count) => count.byFormer)}::int[],
                  ${counts.map((count) => count.lastReceivedAt)}::timestamptz[],
                  ${counts.map((count) => count.wrongSignatures)}::int[],
                  ${counts.map((count) => count.lastWrongAt)}::timestamptz[])
           as c(store_id, version, by_current, by_former, last_received_at, wrong, last_wrong_at)
     where w.tenant_id = ${sql.tenantId}::uuid
       and w.store_id = c.store_id`;
}
