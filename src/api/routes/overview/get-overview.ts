import { z } from 'zod';
import type { SystemSql } from '../../../database/sql';
import { ofAll, ofTenant } from '../../../stores/overview/of-whom';
import { type Overview, readOverview } from '../../../stores/overview/read-overview';
import { tenantsInTrouble } from '../../../stores/overview/tenants-in-trouble';
import { tenantNames } from '../../../tenants/tenant-names';
import { ok } from '../../http/answer';
import { readRoute } from '../../http/read-route';
import { OverviewBody } from '../../schemas/overview';

export const getOverview = readRoute({
  path: '/v1/overview',
  operationId: 'getOverview',
  who: 'integrations:view',
  summary: 'Read what needs a person, and how it goes',
  description: 'Of the caller’s stores; for operators of all tenants’, or of those of `tenant_id`.',
  query: z.strictObject({}),
  answers: { 200: OverviewBody },

  read: async (sql) => ok(await readOverview(sql, ofTenant(sql.tenantId))),

  overAll: ({ database }, { query: { tenant_id: tenantId = null } }) =>
    database.readSystem(async (sql) => {
      const of = ofAll(tenantId);
      const [overview, tenants] = await Promise.all([readOverview(sql, of), tenantsInTrouble(sql, of)]);
      return ok({ ...(await withNames(sql, overview)), tenants });
    }),
});

/** Says of each store in its lists whose it is. */
async function withNames(sql: SystemSql, overview: Overview): Promise<Overview> {
  const { late, approvals_waiting: approvals, set_aside: setAside, webhooks_in_trouble: webhooks } = overview;
  const { slowest, most_throttled: throttled } = overview;
  const lists = [late.items, approvals.items, setAside.items, webhooks.items, slowest, throttled];
  const names = await tenantNames(
    sql,
    lists.flatMap((list) => list.map((item) => item.tenant_id)),
  );
  const named = <Item extends { tenant_id: string }>(items: readonly Item[]) =>
    items.map((item) => ({ ...item, tenant_name: names.get(item.tenant_id) ?? '' }));
  return {
    ...overview,
    late: { ...late, items: named(late.items) },
    approvals_waiting: { ...approvals, items: named(approvals.items) },
    set_aside: { ...setAside, items: named(setAside.items) },
    webhooks_in_trouble: { ...webhooks, items: named(webhooks.items) },
    slowest: named(slowest),
    most_throttled: named(throttled),
  };
}
