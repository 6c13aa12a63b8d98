import type { Sql } from '../../database/sql';
import { type BusiestStores, busiestStores, changeSince } from './by-day';
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
  const [{ products, ...now }, runs, approvals, webhooks, busiest, change7, change30] = await Promise.all([
    storesNow(sql, of),
    runsOfDay(sql, of),
    waitingApprovals(sql, of),
    webhooksInTrouble(sql, of),
    busiestStores(sql, of),
    changeSince(sql, of, 7),
    changeSince(sql, of, 30),
  ]);
  return {
    at: new Date(),
    ...now,
    runs_24h: runs,
    approvals_waiting: approvals,
    webhooks_in_trouble: webhooks,
    ...busiest,
    products: { count: products, change_7d: change7, change_30d: change30 },
  };
}
