import type { Sql } from '../../database/sql';
import { type BusiestStores, busiestStores, productsBefore } from './by-day';
import type { OfWhom } from './of-whom';
import { type RunsOfDay, runsOfDay, type WaitingApprovals, waitingApprovals } from './runs-of-day';
import { type StoresNow, storesNow } from './stores-now';
import { type WebhooksInTrouble, webhooksInTrouble } from './webhooks-in-trouble';

export interface Overview extends Omit<StoresNow, 'products'>, BusiestStores {
  at: Date;
  runs_24h: RunsOfDay;
  approvals_waiting: WaitingApprovals;
  webhooks_in_trouble: WebhooksInTrouble;
  /** Changes are null where nobody noted how many there were. */
  products: { count: number; change_7d: number | null; change_30d: number | null };
}

/** What needs a person, and how it goes. All statements are sent at once, in one transaction. */
export async function readOverview(sql: Sql, of: OfWhom): Promise<Overview> {
  const [{ products, ...now }, runs, approvals, webhooks, busiest, before7, before30] = await Promise.all([
    storesNow(sql, of),
    runsOfDay(sql, of),
    waitingApprovals(sql, of),
    webhooksInTrouble(sql, of),
    busiestStores(sql, of),
    productsBefore(sql, of, 7),
    productsBefore(sql, of, 30),
  ]);
  const changeSince = (before: number | null) => (before === null ? null : products - before);
  return {
    at: new Date(),
    ...now,
    runs_24h: runs,
    approvals_waiting: approvals,
    webhooks_in_trouble: webhooks,
    ...busiest,
    products: { count: products, change_7d: changeSince(before7), change_30d: changeSince(before30) },
  };
}
