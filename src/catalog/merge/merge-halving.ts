import type { DatabaseError } from 'pg';
import { isRefusedValue } from '../../database/postgres-error';
import type { TenantSql } from '../../database/sql';
import type { CanonicalProduct } from '../../model/product';
import type { UnreadableProduct } from '../../model/rejection';
import type { RunReference } from '../../model/run-reference';
import { storableRejection } from '../rejected/storable-rejection';
import { categoriesOf } from '../staging/stage-page';
import { type MergeOutcome, mergePage } from './merge-page';

interface StagedContent {
  external_ids: string[];
  docs: CanonicalProduct[];
}

interface RefusedProduct {
  product: CanonicalProduct;
  refusal: DatabaseError;
}

interface PageKey {
  batchId: string;
  page: number;
}

/**
 * Merges a page that the database refused for a value, without the products that it refuses: halved until one is left,
 * which is set aside (I7). Every try stands behind a savepoint, so that the page stays one transaction. The mapper
 * checks ranges first; this is for what it does not know, and may take some hundred statements.
 */
export async function mergeHalving(sql: TenantSql, run: RunReference, page: PageKey): Promise<MergeOutcome> {
  const staged = await readStaged(sql, run, page);
  if (staged === null) return { kind: 'pages_lost' };

  const accepted: CanonicalProduct[] = [];
  const refused: RefusedProduct[] = [];
  const pending = [staged.docs];
  for (let some = pending.pop(); some !== undefined; some = pending.pop()) {
    const refusal = await trial(sql, run, page, some);
    const [first] = some;
    if (refusal === null) accepted.push(...some);
    else if (first === undefined) throw refusal;
    else if (some.length === 1) refused.push({ product: first, refusal });
    else pending.push(some.slice(some.length / 2), some.slice(0, some.length / 2));
  }
  await restage(sql, run, page, accepted);
  await setAside(sql, run, page, refused);
  const aside = new Set(refused.map(({ product }) => product.external_id));
  return mergePage(sql, run, { ...page, only: staged.external_ids.filter((id) => !aside.has(id)) });
}

/** As `json`, which takes the escapes that `jsonb` refuses a whole page for, such as U+0000. */
async function readStaged(sql: TenantSql, run: RunReference, page: PageKey): Promise<StagedContent | null> {
  const { rows } = await sql<StagedContent>`
    select external_ids, docs::json as docs from staged_pages
     where tenant_id = ${run.tenantId}::uuid and batch_id = ${page.batchId}::uuid and page = ${page.page}::int`;
  return rows[0] ?? null;
}

/** null when the database takes these products together, else its refusal. Nothing of the trial stays. */
async function trial(
  sql: TenantSql,
  run: RunReference,
  page: PageKey,
  products: readonly CanonicalProduct[],
): Promise<DatabaseError | null> {
  await sql`savepoint trial`;
  try {
    await restage(sql, run, page, products);
    await mergePage(sql, run, { ...page, only: products.map((product) => product.external_id) });
    return null;
  } catch (error) {
    if (!isRefusedValue(error)) throw error;
    return error;
  } finally {
    await sql`rollback to savepoint trial`;
    await sql`release savepoint trial`;
  }
}

/** Only these documents and their categories: one that cannot be parsed must not spoil a trial of the others. */
async function restage(
  sql: TenantSql,
  run: RunReference,
  page: PageKey,
  products: readonly CanonicalProduct[],
): Promise<void> {
  await sql`
    update staged_pages
       set docs = ${JSON.stringify(products)}::text, categories = ${JSON.stringify(categoriesOf(products))}::text
     where tenant_id = ${run.tenantId}::uuid and batch_id = ${page.batchId}::uuid and page = ${page.page}::int`;
}

/** The refused ones join the page's unreadable products before its manifest row is written. */
async function setAside(sql: TenantSql, run: RunReference, page: PageKey, refused: RefusedProduct[]): Promise<void> {
  await sql`
    update staged_pages
       set rejected = (rejected::jsonb || ${JSON.stringify(refused.map(rejectionOf))}::jsonb)::text,
           variants_seen = variants_seen - ${refused.reduce((sum, { product }) => sum + product.variants.length, 0)}::int
     where tenant_id = ${run.tenantId}::uuid and batch_id = ${page.batchId}::uuid and page = ${page.page}::int`;
}

function rejectionOf({ product, refusal }: RefusedProduct): UnreadableProduct {
  return storableRejection({
    external_id: product.external_id,
    title: product.title,
    reason: 'refused_by_database',
    path: '',
    message: refusal.message,
    payload: JSON.stringify(product),
  });
}
