import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { LeanMode } from '../../src/model/freshness/lean-product';
import type { BulkReader, BulkRoot } from '../../src/platforms/bulk-reader';
import { isProblem, type StoreProblem } from '../../src/platforms/problem';
import type { StoreConnection } from '../../src/platforms/store-platform';
import type { Traffic } from './counting-proxy';

/** Absent: products whole. */
export type Mode = LeanMode | undefined;

const currency = 'EUR';
const { signal } = new AbortController();
/** As many as the service puts together at once. */
const ROOTS_AT_ONCE = 250;

/** Reads the listing page by page; answers how many products came. */
export async function readPages(store: StoreConnection, mode: Mode): Promise<number> {
  let count = 0;
  for (let cursor: string | null = null; ; ) {
    const page: { products: readonly unknown[]; nextCursor: string | null } = await pageOf(store, mode, cursor);
    count += page.products.length;
    if (page.nextCursor === null) return count;
    cursor = page.nextCursor;
  }
}

async function pageOf(store: StoreConnection, mode: Mode, cursor: string | null) {
  if (mode !== undefined) {
    if (store.lean === undefined) throw new Error('the simulated store lists no group alone');
    return expected(await store.lean.listPage({ mode, cursor, currency, signal }));
  }
  const listed = expected(await store.listPage({ cursor, signal }));
  return expected(await listed.products({ currency, signal }));
}

/** Reads the listing as one file; answers how many products came, and what the file adds to the traffic. */
export async function readInBulk(
  { bulk }: StoreConnection,
  mode: Mode,
  runId: string,
): Promise<{ count: number; file: Traffic }> {
  if (bulk === undefined) throw new Error('the simulated store is not read in bulk');
  const started = expected(await bulk.start({ runId, observation: 1, mode, signal }));
  if (started.kind !== 'started') throw new Error(`the bulk operation is ${started.kind}`);
  const url = await written(bulk, started.operationId);

  const families = new Map<string, { text: string; children: string[] }>();
  const texts: string[] = [];
  for await (const piece of bulk.readFile({ url, fromByte: 0, signal })) {
    for (const { gid, parentGid, text } of piece) {
      texts.push(text);
      if (parentGid === null) families.set(gid, { text, children: [] });
      else families.get(parentGid)?.children.push(text);
    }
  }
  const file = Buffer.from(`${texts.join('\n')}\n`);
  return {
    count: assembled(bulk, [...families.values()], mode),
    file: { requests: 1, bytes: file.length, packedBytes: gzipSync(file).length },
  };
}

async function written(bulk: BulkReader, operationId: string): Promise<string> {
  for (;;) {
    const seen = expected(await bulk.look({ operationId, signal }));
    if (seen.kind === 'written' && seen.url !== null) return seen.url;
    if (seen.kind !== 'running') throw new Error(`the bulk operation is ${seen.kind}`);
    await sleep(50);
  }
}

function assembled(bulk: BulkReader, roots: readonly BulkRoot[], mode: Mode): number {
  let count = 0;
  for (let at = 0; at < roots.length; at += ROOTS_AT_ONCE) {
    const some = roots.slice(at, at + ROOTS_AT_ONCE);
    const { products } =
      mode === undefined ? bulk.assemble(some, currency) : bulk.assembleLean(some, { mode, currency });
    count += products.length;
  }
  return count;
}

function expected<Answer extends { kind: string }>(answer: Answer | StoreProblem): Answer {
  if (isProblem(answer)) throw new Error(answer.detail);
  return answer;
}
