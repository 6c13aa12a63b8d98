import type { TenantSql } from '../database/sql';
import type { ListingEnd } from '../model/listing';
import type { RunError } from '../model/run-errors';
import type { RunProblem } from '../model/run-problem';
import { listingShort, type ShortOfListing } from './listing-short';
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
  const { shown: seen, rejected } = await distinctProducts(sql, runId);
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
  const short = listing === null ? null : listingShort(doubts, listing);
  const unread = listing?.unread ?? 0;
  const counted = COUNTED.filter(({ of }) => doubts[of] > 0).map(({ type, of, words }) => ({
    type,
    message: words(doubts[of]),
    count: doubts[of],
  }));
  return [
    ...ended,
    ...(short === null ? [] : [problemOfShort(short)]),
    ...(unread === 0 ? [] : [problemOfUnread(unread)]),
    ...counted,
  ];
}

function problemOfUnread(count: number): RunProblem {
  const message = `${count} products that the listing showed are not in the catalogue, or not with these variants, and were not read whole. Those that were set aside wait for their time, the next run asks again for those of which the store gave no clear answer, and more than 200 are left to a full run: freshness.next of the store tells when it comes.`;
  return { type: 'products_unknown', message, count };
}

function problemOfShort({ count, why }: ShortOfListing): RunProblem {
  const kept = 'Nothing was switched off for being missing: deletions are not noticed while the listing is short.';
  return { type: 'listing_short', count, message: `${why} ${kept}` };
}
