import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { isTenantClosed } from '../database/postgres-error';
import type { SystemSql, TenantSql } from '../database/sql';
import { type AskedEntry, type AuditEntry, noteAsked, noteOutcomeApart } from './audit-log';

const OUTCOMES = { request_refused: 'refused', store_connect_failed: 'failed' } as const;

/** What somebody tried in vain. */
interface Attempt extends AuditEntry {
  action: keyof typeof OUTCOMES;
  /** Beside address and tenant: attempts that are equal in all of it are told together. */
  kind: string;
  /** The address, or the network that is one customer's. */
  block: string | null;
  /** As it was named by whoever asked: there may be no such tenant. */
  tenantId: string | null;
}

export interface RefusedAttempts {
  /** Writes it down by and by: nobody waits for it, and it never throws. */
  note(attempt: Attempt): void;
  /** Tells how many there were in the times that are over. */
  look(): void;
  /** Tells it of all. */
  close(): Promise<void>;
}

const FIRST_MS = 60_000;
const LONGEST_MS = 3_600_000;
const LOOK_MS = 5_000;
/** A process that is to end does not wait for a database that is away. */
const CLOSING_MS = 3_000;

/** Kinds of one address; what it tries beyond is told together. */
const MOST_OF_BLOCK = 10;

/** Times that a process begins within an hour, each with two rows at most: a flood fills no table. */
const MOST_AN_HOUR = 300;

/** Attempts of one kind, from the first on. */
interface Span {
  block: string | null;
  begunAt: number;
  lasts: number;
  attempts: number;
  lastAt: Date;
  /** The first attempt's; null: it could not be written. */
  entry: Promise<AskedEntry | null>;
  first: Attempt;
}

/**
 * Refused attempts in the audit log: the first of a kind at once, and after a minute how many there were. Whoever goes on
 * is told in longer and longer times, up to an hour. A process that is killed takes the numbers of its last times along.
 */
export function refusedAttempts(
  { database, log }: { database: Database; log: Logger },
  now: () => number = () => performance.now(),
): RefusedAttempts {
  const spans = new Map<string, Span>();
  const unfinished = new Set<Promise<unknown>>();
  let hour = { begunAt: now(), spans: 0 };
  const timer = setInterval(look, LOOK_MS).unref();

  function note(attempt: Attempt): void {
    const { key, attempt: kept } = placeOf(attempt);
    const span = spans.get(key);
    if (span !== undefined && span.attempts > 0) {
      span.attempts += 1;
      span.lastAt = new Date();
      return;
    }
    hour.spans += 1;
    const entry = written(kept, {});
    spans.set(key, {
      block: kept.block,
      begunAt: now(),
      lasts: span?.lasts ?? FIRST_MS,
      attempts: 1,
      lastAt: new Date(),
      entry,
      first: kept,
    });
    keep(entry);
  }

  /** With its like; where there are too many kinds, with all of its address, or with whatever else was tried. */
  function placeOf(attempt: Attempt): { key: string; attempt: Attempt } {
    const { action, kind, tenantId, block } = attempt;
    const own = JSON.stringify([action, kind, block, tenantId]);
    if (isOpen(own)) return { key: own, attempt };
    if (now() - hour.begunAt >= LONGEST_MS) hour = { begunAt: now(), spans: 0 };
    const ofBlock = [...spans].filter(([key, span]) => span.block === block && key !== own).length;
    const mayBegin = hour.spans < MOST_AN_HOUR;
    if (mayBegin && ofBlock < MOST_OF_BLOCK) return { key: own, attempt };
    const together = JSON.stringify([action, block]);
    if (mayBegin || isOpen(together)) return { key: together, attempt: joined(attempt, attempt.actor.address) };
    return { key: action, attempt: { ...joined(attempt, null), block: null } };
  }

  const isOpen = (key: string): boolean => (spans.get(key)?.attempts ?? 0) > 0;

  function look(): void {
    for (const [key, span] of spans) {
      if (now() - span.begunAt < span.lasts) continue;
      tell(span);
      if (span.attempts <= 1) spans.delete(key);
      else spans.set(key, { ...span, begunAt: now(), lasts: Math.min(span.lasts * 2, LONGEST_MS), attempts: 0 });
    }
  }

  function tell({ attempts, lastAt, entry, first }: Span): void {
    if (attempts <= 1) return;
    const counts = { attempts, last_at: lastAt.toISOString() };
    keep(
      entry.then(async (known) => {
        if (known === null) await written(first, counts);
        else await noteOutcomeApart(database, known, OUTCOMES[first.action], counts);
      }),
    );
  }

  /** null when the database was away: the number of attempts is written all the same, when it is told. */
  async function written(attempt: Attempt, counts: Record<string, unknown>): Promise<AskedEntry | null> {
    try {
      return await writeAttempt(database, { ...attempt, metadata: { ...attempt.metadata, ...counts } });
    } catch (error) {
      log.warn(
        { err: error, action: attempt.action, ...counts },
        'could not write a refused attempt into the audit log',
      );
      return null;
    }
  }

  function keep(work: Promise<unknown>): void {
    const settled = work.catch((error) => log.warn({ err: error }, 'could not tell how often was refused'));
    unfinished.add(settled);
    settled.finally(() => unfinished.delete(settled));
  }

  return {
    note,
    look,
    close: async () => {
      clearInterval(timer);
      for (const span of spans.values()) tell(span);
      spans.clear();
      await Promise.race([Promise.all(unfinished), wait(CLOSING_MS, undefined, { ref: false })]);
    },
  };
}

/** Too many to tell apart: of whom, by which key and with what, say the request logs. */
function joined(attempt: Attempt, address: string | null): Attempt {
  const { requestId } = attempt.actor;
  return {
    ...attempt,
    tenantId: null,
    actor: { kind: 'unknown', id: null, name: null, address, requestId },
    metadata: { reason: 'several' },
  };
}

/** In the log of the tenant that was named, if there is one; else in that of the operators alone. */
async function writeAttempt(database: Database, { kind: _, block: __, ...entry }: Attempt): Promise<AskedEntry> {
  const { tenantId, action, metadata } = entry;
  const write = (sql: TenantSql | SystemSql, more: Partial<AuditEntry> = {}) =>
    noteAsked(sql, { ...entry, ...more }, OUTCOMES[action]);
  if (tenantId === null) return database.withSystem((sql) => write(sql));
  try {
    return await database.withTenant(tenantId, (sql) => write(sql));
  } catch (error) {
    if (!isTenantClosed(error)) throw error;
    const more = { tenantId: null, metadata: { ...metadata, tenant_named: tenantId } };
    return database.withSystem((sql) => write(sql, more));
  }
}
