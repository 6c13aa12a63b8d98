import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { readBulkPage } from '../../catalog/staging/bulk-lines';
import { stageLeanPage } from '../../catalog/staging/stage-lean-page';
import { stagePage } from '../../catalog/staging/stage-page';
import { firstGaps, type Listing } from '../../model/listing';
import { leanModeOf } from '../../model/run';
import type { RunReference } from '../../model/run-reference';
import type { AssembledLean, BulkRoot } from '../../platforms/bulk-reader';
import type { FetchedProducts } from '../../platforms/store-platform';
import type { Dependencies } from '../dependencies';
import { BATCH_MS, type FetchedPages } from '../fetch-product-pages';
import { type Asked, askStore } from '../store/ask-store';
import { type OpenedStore, openStore } from '../store/open-store';
import { bulkReaderOf } from './bulk-operation';

export interface StageBulkInput {
  run: RunReference;
  /** null starts with the file's first product. */
  cursor: string | null;
  listing: Listing;
  /** Stage every document, whatever the hashes say. */
  allDocuments: boolean;
  /** Taken before the operation was started (I12): a product may be hours old. */
  observation: number;
  /** Products in the file. */
  roots: number;
  /** That the file cost: counted with its first page. */
  requests: number;
}

export type StagedBulkPages =
  | ({ kind: 'staged' } & FetchedPages)
  /** The database crashed and lost the file: it has to be loaded again. */
  | { kind: 'lines_lost' };

const CURSOR = /^bulk line (\d+)$/;

/** Puts products together from the lines of the bulk file, for about 400 ms, and stages them as pages are staged. */
export const stageBulkPages = (dependencies: Dependencies) =>
  async function stageBulkPages(input: StageBulkInput): Promise<StagedBulkPages> {
    const { run, listing, allDocuments, observation } = input;
    const { database } = dependencies;
    const store = await openStore(dependencies, run);
    const batch = {
      kind: 'staged' as const,
      batchId: randomUUID(),
      pages: 0,
      nextCursor: input.cursor,
      listing,
      inBulk: null,
      waitMs: 0,
    };
    const startedAt = performance.now();
    do {
      const after = lineOf(batch.nextCursor);
      const lines = await database.withTenant(run.tenantId, (sql) => readBulkPage(sql, run.id, after));
      if (lines.lastLine === null && input.roots > 0) return batch.pages > 0 ? batch : { kind: 'lines_lost' };

      const asked = await productsOf(dependencies, store, run, {
        roots: lines.roots,
        currency: listing.currency,
      }).catch((error: unknown) => {
        // The pages at hand are merged first; the next batch begins at this one, and tells the problem if it lasts.
        if (batch.pages > 0 && error instanceof ApplicationFailure) return null;
        throw error;
      });
      if (asked === null) return batch;
      if (asked.kind === 'wait') return { ...batch, waitMs: asked.waitMs, why: asked.why };
      const { answer } = asked;
      const nextCursor = lines.isLast ? null : `bulk line ${lines.lastLine}`;
      const inBatch = {
        batchId: batch.batchId,
        page: batch.pages,
        observation,
        nextCursor,
        requests: answer.requests + (batch.nextCursor === null ? input.requests : 0),
        throttledMs: answer.throttledMs + asked.throttledMs,
        allDocuments,
      };
      await database.withTenant(run.tenantId, (sql) =>
        answer.kind === 'products'
          ? stagePage(sql, run, { ...answer, ...inBatch })
          : stageLeanPage(sql, run, { ...answer, ...inBatch }),
      );
      if (answer.kind === 'lean' && answer.gaps.length > 0) {
        batch.listing = { ...batch.listing, gaps: firstGaps(batch.listing.gaps ?? [], answer.gaps) };
      }
      batch.pages += 1;
      batch.nextCursor = nextCursor;
    } while (batch.nextCursor !== null && performance.now() - startedAt < BATCH_MS);
    return batch;
  };

type FromFile = FetchedProducts | (AssembledLean & { kind: 'lean'; requests: number; throttledMs: number });

/** Of a group of fields what the file holds: the run reads at its end what is unclear there. */
async function productsOf(
  dependencies: Dependencies,
  store: OpenedStore,
  run: RunReference,
  { roots, currency }: { roots: readonly BulkRoot[]; currency: string },
): Promise<Asked<FromFile>> {
  const mode = leanModeOf(run.mode);
  if (mode === null) return completeProducts(dependencies, store, roots, currency);
  const assembled = bulkReaderOf(store).assembleLean(roots, { mode, currency });
  return {
    kind: 'answered',
    answer: { kind: 'lean', ...assembled, requests: 0, throttledMs: 0 },
    throttledMs: 0,
  };
}

/** Products that the file does not hold whole are read by their ids. Who does not come is asked for as missing. */
async function completeProducts(
  { patience, logger }: Dependencies,
  store: OpenedStore,
  roots: readonly BulkRoot[],
  currency: string,
): Promise<Asked<FetchedProducts>> {
  const { products, rejected, incomplete } = bulkReaderOf(store).assemble(roots, currency);
  const fromFile: FetchedProducts = { kind: 'products', products, rejected, requests: 0, throttledMs: 0 };
  if (incomplete.length === 0) return { kind: 'answered', answer: fromFile, throttledMs: 0 };

  logger.info({ products: incomplete.length, first: incomplete[0] }, 'products that a bulk file cut are read by id');
  // A page of the file has no more products than may be asked for at once.
  const asked = await askStore(store, patience, (signal) =>
    store.connection.fetchByIds({ externalIds: incomplete, currency, signal }),
  );
  if (asked.kind === 'wait') return asked;
  const { requests, throttledMs } = asked.answer;
  const answer = {
    ...fromFile,
    products: [...products, ...asked.answer.products],
    rejected: [...rejected, ...asked.answer.rejected],
    requests,
    throttledMs,
  };
  return { ...asked, answer };
}

function lineOf(cursor: string | null): number {
  if (cursor === null) return -1;
  const [, line] = CURSOR.exec(cursor) ?? [];
  if (line === undefined) throw new Error(`${cursor} is no place in a bulk file`);
  return Number(line);
}
