import { contentHashes, pricesHash, stockHash } from '../../../src/catalog/staging/content-hashes';
import type { LeanMode, LeanProduct } from '../../../src/model/freshness/lean-product';
import type { CanonicalProduct, Metadata } from '../../../src/model/product';
import type { LeanPage, LeanRequest, StoreConnection } from '../../../src/platforms/store-platform';

const signal = new AbortController().signal;

/** The group as it stands in a whole product. */
function groupOf(whole: CanonicalProduct, mode: LeanMode): LeanProduct {
  const { external_id, is_active, price, currency, stock, available, metadata, variants } = whole;
  if (mode === 'prices') {
    const ofVariants = variants.map(({ external_id, price, compare_at_price }) => ({
      external_id,
      price,
      compare_at_price,
    }));
    return { group: mode, external_id, is_active, price, currency, variants: ofVariants };
  }
  const ofVariants = variants.map(({ external_id, stock, available, metadata }) => ({
    external_id,
    stock,
    available,
    metadata: ofStock(metadata),
  }));
  return {
    group: mode,
    external_id,
    is_active,
    stock,
    available,
    metadata: ofStock(metadata),
    variants: ofVariants,
  };
}

function ofStock(metadata: Metadata): Metadata {
  const names = ['quantity', 'stock_status', 'backorders', 'inventory_policy'];
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => names.includes(name)));
}

const hashOf = (lean: LeanProduct) => (lean.group === 'prices' ? pricesHash(lean) : stockHash(lean));

function hashOfGroup(whole: CanonicalProduct, mode: LeanMode): string {
  const { prices, stock } = contentHashes(whole);
  return mode === 'prices' ? prices : stock;
}

/** A lean listing holds the group of each whole product, exactly, and has its hash. */
export function expectGroups(lean: readonly LeanProduct[], whole: readonly CanonicalProduct[], mode: LeanMode): void {
  expect(lean).toEqual(whole.map((product) => groupOf(product, mode)));
  expect(lean.map(hashOf)).toEqual(whole.map((product) => hashOfGroup(product, mode)));
}

export function leanReaderOf({ lean }: StoreConnection) {
  if (lean === undefined) throw new Error('this store lists no group alone');
  return lean;
}

export async function leanPageOf(
  connection: StoreConnection,
  request: Pick<LeanRequest, 'mode'> & Partial<LeanRequest>,
): Promise<LeanPage> {
  const page = await leanReaderOf(connection).listPage({ cursor: null, currency: 'EUR', signal, ...request });
  if (page.kind !== 'lean_page') throw new Error(`no page but ${page.kind}: ${page.detail}`);
  return page;
}

/** The whole listing; each page by a connection of its own if one is given for that. */
export async function readAllLean(
  connect: () => StoreConnection,
  mode: LeanMode,
  onPage: () => void = () => undefined,
) {
  const pages: LeanPage[] = [];
  let cursor: string | null = null;
  do {
    const page: LeanPage = await leanPageOf(connect(), { mode, cursor });
    pages.push(page);
    cursor = page.nextCursor;
    onPage();
  } while (cursor !== null);
  return {
    pages,
    products: pages.flatMap(({ products }) => products),
    unclear: pages.flatMap(({ unclear }) => unclear),
    gaps: pages.flatMap(({ gaps = [] }) => gaps),
    requests: pages.reduce((sum, { requests }) => sum + requests, 0),
  };
}
