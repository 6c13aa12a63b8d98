import { cancellationSignal, sleep } from '@temporalio/activity';
import { addBulkLines, bulkLinesSoFar } from '../../catalog/staging/bulk-lines';
import type { RunReference } from '../../model/run-reference';
import type { BulkReader } from '../../platforms/bulk-reader';
import type { StoreProblem } from '../../platforms/problem';
import type { Dependencies } from '../dependencies';

export interface DownloadedLines {
  /** Why the end cannot be reached; null when it was. */
  cutOff: string | null;
  requests: number;
}

/** More lines than were counted may be how the platform counts. A file with so many more has no end. */
const MORE_THAN_ANNOUNCED = { times: 2, more: 10_000 };

/**
 * Downloads a bulk file from where it stands in the database to its end. A connection that breaks is made again as
 * long as each brings something; tries that bring nothing are as many as a store gets.
 */
export async function downloadLines(
  { database, patience }: Pick<Dependencies, 'database' | 'patience'>,
  run: RunReference,
  reader: BulkReader,
  { url, bytes, lines }: { url: string; bytes: number | null; lines: number },
): Promise<DownloadedLines> {
  const mostLines = lines * MORE_THAN_ANNOUNCED.times + MORE_THAN_ANNOUNCED.more;
  const soFar = () => database.withTenant(run.tenantId, (sql) => bulkLinesSoFar(sql, run.id));
  let at = await soFar();
  let inVain = 0;
  for (let requests = 0; ; requests++) {
    if (bytes !== null && at.bytes >= bytes) return { cutOff: null, requests };
    const problem = await takeLines(at);
    const reached = await soFar();
    if (problem === null && bytes === null) return { cutOff: null, requests: requests + 1 };
    if (problem !== null && problem.kind !== 'unavailable') return { cutOff: problem.detail, requests: requests + 1 };
    inVain = reached.bytes > at.bytes ? 0 : inVain + 1;
    at = reached;
    if (inVain > patience.storeRetryDelays.length) {
      const cutOff = problem?.detail ?? `its file ends at byte ${at.bytes} of ${bytes}`;
      return { cutOff, requests: requests + 1 };
    }
    if (inVain > 0) await sleep(patience.storeRetryDelays[inVain - 1]);
  }

  async function takeLines(from: { next: number; bytes: number }): Promise<StoreProblem | null> {
    const pieces = reader.readFile({ url, fromByte: from.bytes, signal: cancellationSignal() });
    let { next } = from;
    try {
      for (let coming = pieces.next(); ; ) {
        const piece = await coming;
        if (piece.done) return piece.value;
        // The next piece is read while the database writes this one; its failure is told when it is awaited.
        coming = pieces.next();
        coming.catch(() => undefined);
        const first = next;
        await database.withTenant(run.tenantId, (sql) => addBulkLines(sql, run.id, first, piece.value));
        next += piece.value.length;
        if (next > mostLines) return endless(next, lines);
      }
    } finally {
      await pieces.return(null); // closes the connection when the database was what failed
    }
  }
}

function endless(line: number, announced: number): StoreProblem {
  const detail = `its file goes on behind line ${line}, where ${announced} were announced`;
  return { kind: 'unreadable', status: 200, detail };
}
