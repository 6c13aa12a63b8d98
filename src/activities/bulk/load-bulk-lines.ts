import { bulkLinesSoFar, clearBulkLines, clearLinesLeftBehind, countBulkLines } from '../../catalog/staging/bulk-lines';
import type { RunReference } from '../../model/run-reference';
import type { BulkFile, BulkGivenUp } from '../../platforms/bulk-reader';
import type { Dependencies } from '../dependencies';
import { logFieldsOf } from '../run-context';
import { type AskedForTime, askStore } from '../store/ask-store';
import { refuseEndless } from '../store/catalogue-limits';
import { openStore } from '../store/open-store';
import { type BulkOperationInput, bulkReaderOf } from './bulk-operation';
import { downloadLines } from './download-lines';

export type LoadedBulk = { kind: 'loaded'; roots: number; requests: number } | BulkGivenUp | AskedForTime;

/**
 * Loads the written file into the database, and proves that it is all there. A repeated attempt goes on from the byte
 * that the one before reached.
 */
export const loadBulkLines = (dependencies: Dependencies) =>
  async function loadBulkLines({ run, operationId }: BulkOperationInput): Promise<LoadedBulk> {
    const { database, patience } = dependencies;
    const store = await openStore(dependencies, run);
    const reader = bulkReaderOf(store);
    const asked = await askStore(store, patience, (signal) => reader.look({ operationId, signal }));
    if (asked.kind === 'wait') return asked;
    const seen = asked.answer;
    if (seen.kind === 'given_up') return seen;
    if (seen.kind === 'running') return { kind: 'given_up', why: 'it runs again', requests: seen.requests };
    refuseEndless({ announced: seen.file.roots, listed: seen.file.roots }, dependencies.limits);

    await clearLinesLeftBehind(database, run);
    const { url, file } = seen;
    if (url === null) return { kind: 'loaded', roots: 0, requests: seen.requests };
    let { requests } = seen;
    for (let isFirst = true; ; isFirst = false) {
      const { cutOff, requests: downloads } = await downloadLines(dependencies, run, reader, {
        url,
        bytes: file.bytes,
        lines: file.lines,
      });
      requests += downloads;
      const why = cutOff ?? (await differenceTo(dependencies, run, file));
      if (why === null) return { kind: 'loaded', roots: file.roots, requests };
      await clearBulkLines(database, run);
      // Once more from its beginning: a database that crashed in the middle has lost the lines before that.
      if (cutOff !== null || !isFirst) return { kind: 'given_up', why, requests };
    }
  };

/** Says what in the database is not what the platform said of its file; null when all is there. */
async function differenceTo(
  { database, logger }: Dependencies,
  run: RunReference,
  file: BulkFile,
): Promise<string | null> {
  const { lines, roots } = await database.withTenant(run.tenantId, (sql) => countBulkLines(sql, run.id));
  const { next, bytes } = await database.withTenant(run.tenantId, (sql) => bulkLinesSoFar(sql, run.id));
  if (lines !== next) return `${next - lines} of its file's lines were lost on the way`;
  if (file.bytes !== null && bytes !== file.bytes)
    return `its file has ${bytes} bytes where ${file.bytes} were announced`;
  if (roots !== file.roots) return `its file has ${roots} products where ${file.roots} were announced`;
  if (lines < file.lines) return `its file has ${lines} lines where ${file.lines} were announced`;
  // More than were counted may be how the platform counts; fewer never are.
  if (lines > file.lines)
    logger.warn({ ...logFieldsOf(run), lines, announced: file.lines }, 'more bulk lines than announced');
  return null;
}

export interface ClearBulkInput {
  run: RunReference;
}

/** Takes the lines of the run's bulk file off the database. */
export const clearBulk = ({ database }: Dependencies) =>
  async function clearBulk({ run }: ClearBulkInput): Promise<void> {
    await clearBulkLines(database, run);
  };
