import { randomUUID } from 'node:crypto';
import { type BatchPageOutcome, mergeBatchPage } from '../../src/catalog/merge/merge-batch-pages';
import { nextObservation } from '../../src/catalog/staging/next-observation';
import { stageLeanPage } from '../../src/catalog/staging/stage-lean-page';
import { stagePage } from '../../src/catalog/staging/stage-page';
import { connectDatabase, type Database } from '../../src/database/database';
import type { TenantSql } from '../../src/database/sql';
import type { LeanProduct } from '../../src/model/freshness/lean-product';
import type { CanonicalProduct } from '../../src/model/product';
import type { UnreadableProduct } from '../../src/model/rejection';
import type { LastStatus, RunMode } from '../../src/model/run';
import type { RunCounts } from '../../src/model/run-counts';
import type { RunReference } from '../../src/model/run-reference';
import { closeRunRow } from '../../src/runs/close-run-row';
import { countRun } from '../../src/runs/count-run';
import { openRunRow } from '../../src/runs/open-run-row';
import { createTenant } from '../../src/tenants/create-tenant';
import { patient } from '../support/patience';
import { createTestDatabase } from '../support/test-database';

export interface CatalogueWorld {
  /** As the programs connect: several connections, under row-level security. */
  database: Database;
  url: string;
  tenantId: string;
  newTenant(): Promise<string>;
  /** A store of its own with an open run that holds its fence. */
  shop(options?: { tenantId?: string; settings?: unknown }): Promise<Shop>;
  close(): Promise<void>;
}

export interface Shop {
  tenantId: string;
  storeId: string;
  /** The run that was opened last; what follows is done under it unless told otherwise. */
  run: RunReference;
  sql<Result>(work: (sql: TenantSql) => Promise<Result>): Promise<Result>;
  /** `byHints`: it reads what the store told of. */
  openRun(options?: { mode?: RunMode; id?: string; byHints?: boolean }): Promise<RunReference>;
  /** Taken before a request is sent. */
  look(): Promise<number>;
  stage(products: readonly CanonicalProduct[], more?: Partial<Look>): Promise<StagedPage>;
  merge(page: StagedPage, more?: { run?: RunReference; executionId?: string }): Promise<BatchPageOutcome>;
  /** Stages and merges one page. */
  observe(products: readonly CanonicalProduct[], more?: Partial<Look>): Promise<BatchPageOutcome>;
  /** The same of a page with the one group of fields that its run reads. */
  stageLean(products: readonly LeanProduct[], more?: Partial<LeanLook>): Promise<StagedPage>;
  observeLean(products: readonly LeanProduct[], more?: Partial<LeanLook>): Promise<BatchPageOutcome>;
  counts(run?: RunReference): Promise<RunCounts>;
  /** In the execution that opened it, unless told otherwise. */
  close(status: LastStatus, more?: { run?: RunReference; executionId?: string }): Promise<RunCounts>;
}

interface Look {
  run: RunReference;
  observation: number;
  rejected: UnreadableProduct[];
  allDocuments: boolean;
  batchId: string;
  page: number;
  nextCursor: string | null;
}

interface LeanLook {
  run: RunReference;
  observation: number;
  unclear: string[];
  allDocuments: boolean;
}

interface StagedPage {
  batchId: string;
  page: number;
}

export async function catalogueWorld(): Promise<CatalogueWorld> {
  const { url, drop } = await createTestDatabase();
  const database = connectDatabase(url, { patienceMs: patient(5_000) });
  const newTenant = async () => {
    const created = await database.withSystem((sql) => createTenant(sql, { name: 'Acme' }));
    if (created.kind !== 'created') throw new Error(`no tenant: ${created.kind}`);
    return created.tenant.id;
  };
  const tenantId = await newTenant();
  return {
    database,
    url,
    tenantId,
    newTenant,
    shop: (options = {}) => openShop(database, { tenantId, ...options }),
    async close() {
      await database.close();
      await drop();
    },
  };
}

async function openShop(
  database: Database,
  { tenantId, settings = {} }: { tenantId: string; settings?: unknown },
): Promise<Shop> {
  const storeId = randomUUID();
  const sql: Shop['sql'] = (work) => database.withTenant(tenantId, work);
  await sql(
    (sql) => sql`
      insert into stores (tenant_id, id, platform, name, address, identity, currency, product_count, settings)
      values (${tenantId}::uuid, ${storeId}::uuid, 'woocommerce', 'Scarves', ${`https://${storeId}.example`}::text,
              ${storeId}::text, 'EUR', 0, ${JSON.stringify(settings)}::jsonb)`,
  );

  const shop: Shop = {
    tenantId,
    storeId,
    run: { id: '', tenantId, storeId, platform: 'woocommerce', mode: 'full', fenced: true },
    sql,
    async openRun({ mode = 'full', id = randomUUID(), byHints = false } = {}) {
      shop.run = { ...shop.run, id, mode, fenced: mode !== 'refresh', byHints };
      await sql((sql) =>
        openRunRow(sql, {
          ...shop.run,
          workflowId: `sync-products/woocommerce/${storeId}`,
          trigger: byHints ? 'webhook' : 'api',
          sweepId: null,
          attempt: 1,
          executionId: id,
        }),
      );
      return shop.run;
    },
    look: () => sql(nextObservation),
    async stage(products, { run = shop.run, ...more } = {}) {
      const page = { batchId: more.batchId ?? randomUUID(), page: more.page ?? 0 };
      const observation = more.observation ?? (await shop.look());
      const { rejected = [], allDocuments = false, nextCursor = null } = more;
      await sql((sql) =>
        stagePage(sql, run, {
          ...page,
          observation,
          nextCursor,
          products,
          rejected,
          allDocuments,
          requests: 1,
          throttledMs: 0,
        }),
      );
      return page;
    },
    merge: (page, { run = shop.run, executionId = run.id } = {}) =>
      mergeBatchPage(database, run, { ...page, executionId }),
    async observe(products, more = {}) {
      return shop.merge(await shop.stage(products, more), more.run === undefined ? {} : { run: more.run });
    },
    async stageLean(products, { run = shop.run, observation, unclear = [], allDocuments = false } = {}) {
      const page = { batchId: randomUUID(), page: 0 };
      const look = observation ?? (await shop.look());
      await sql((sql) =>
        stageLeanPage(sql, run, {
          ...page,
          observation: look,
          nextCursor: null,
          products,
          unclear,
          allDocuments,
          requests: 1,
          throttledMs: 0,
        }),
      );
      return page;
    },
    async observeLean(products, more = {}) {
      return shop.merge(await shop.stageLean(products, more), more.run === undefined ? {} : { run: more.run });
    },
    counts: (run = shop.run) => sql((sql) => countRun(sql, run.id)),
    close: (status, { run = shop.run, executionId = run.id } = {}) =>
      sql((sql) => closeRunRow(sql, run, { status, error: null, problems: [], executionId })),
  };
  await shop.openRun();
  return shop;
}
