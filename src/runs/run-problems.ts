import type { TenantSql } from '../database/sql';
import type { ListingEnd } from '../model/listing';
import type { RunError } from '../model/run-errors';
import type { RunProblem } from '../model/run-problem';
import { distinctProducts } from './manifest';

/** What a run knows at its end that `completed` would hide. */
export interface RunDoubts {
  announced: number | null;
  announcedAtEnd: number | null;
  seen: number;
  rejected: number;
  /** Missing products by what became of them. */
  unclear: number;
  held: number;
  kept: number;
  alive: number;
}

/** Reads what is in doubt of a run: its manifest, and what was answered about its missing products. */
export async function doubtsOf(sql: TenantSql, runId: string): Promise<RunDoubts> {
  const { seen, rejected } = await distinctProducts(sql, runId);
  const { rows } = await sql<Omit<RunDoubts, 'seen' | 'rejected'>>`
    select r.announced, r.announced_at_end as "announcedAtEnd",
           count(m.*) filter (where m.state in ('suspect', 'unclear'))::int as unclear,
           count(m.*) filter (where m.state = 'confirmed')::int as held,
           count(m.*) filter (where m.state = 'kept')::int as kept,
           count(m.*) filter (where m.state in ('alive', 'observed_later'))::int as alive
      from sync_runs r
      left join missing_products m on m.tenant_id = r.tenant_id and m.run_id = r.id
     where r.tenant_id = ${sql.tenantId}::uuid and r.id = ${runId}::uuid
     group by r.tenant_id, r.id`;
  const [row] = rows;
  if (row === undefined) throw new Error(`run ${runId} has no row`);
  return { ...row, seen, rejected };
}

/** What each number above 0 means, for people. */
const COUNTED = [
  {
    type: 'products_set_aside',
    of: 'rejected',
    words: (count: number) =>
      `${count} products could not be read and were set aside; the catalogue keeps what it had of them. GET …/rejected has each with the reason; every run tries them again.`,
  },
  {
    type: 'unclear_answers',
    of: 'unclear',
    words: (count: number) =>
      `The store gave no clear answer about ${count} products that its listing did not show. They stay as they are; the next full run asks again.`,
  },
  {
    type: 'deactivations_held',
    of: 'held',
    words: (count: number) =>
      `${count} products are gone by the store’s own word, and nobody approved to switch them off. They stay as they are; the next full run looks again.`,
  },
  {
    type: 'rejected_by_operator',
    of: 'kept',
    words: (count: number) =>
      `Somebody decided to keep ${count} products that the store no longer has. The next full run finds them missing again.`,
  },
] as const;

/** In words; `listing`: how its listing ended, null where it was not read to its end. `error`: what ended the run. */
export function problemsOf(doubts: RunDoubts, listing: ListingEnd | null, error: RunError | null = null): RunProblem[] {
  const ended = error?.problem === undefined ? [] : [{ type: error.problem, message: error.message, count: 0 }];
  const short = listingShort(doubts, listing);
  const counted = COUNTED.filter(({ of }) => doubts[of] > 0).map(({ type, of, words }) => ({
    type,
    message: words(doubts[of]),
    count: doubts[of],
  }));
  return [...ended, ...(short === null ? [] : [short]), ...counted];
}

function listingShort(
  { announced, announcedAtEnd, seen, alive }: RunDoubts,
  listing: ListingEnd | null,
): RunProblem | null {
  if (listing === null) return null;
  if (listing.empty && alive > 0) {
    return {
      type: 'listing_short',
      count: alive,
      message: `The listing was empty, yet ${alive} products answered when they were asked for by their ids. Nothing was switched off for being missing; look why the store hides them from its listing.`,
    };
  }
  if (listing.whole) return null;
  const expected = Math.min(announced ?? seen, announcedAtEnd ?? Number.POSITIVE_INFINITY);
  return {
    type: 'listing_short',
    count: Math.max(0, expected - seen),
    message: `The store announced ${announced ?? 'an unknown number of'} products${announcedAtEnd === null || announcedAtEnd === announced ? '' : ` (${announcedAtEnd} at the end)`} and showed ${seen}. Deletions are not noticed while its listing is short: nothing was switched off for being missing. Often a plugin or a broken product hides rows; sync again, and look at the shop if it stays.`,
  };
}
