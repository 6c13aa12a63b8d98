import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Client } from 'pg';
import { z } from 'zod';

/** `drizzle/` stands beside `src/`, whether this file runs from there (tests) or from `dist/src/` (programs). */
export function migrationsFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, JOURNAL))) {
    if (folder === dirname(folder)) throw new Error(`No folder above ${__dirname} holds the migrations (drizzle/)`);
    folder = dirname(folder);
  }
  return join(folder, 'drizzle');
}

const JOURNAL = 'drizzle/meta/_journal.json';

const Journal = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.int() })) });

export interface MigrationStanding {
  /** Names of migrations of this version that the database lacks. */
  missing: string[];
  /** How many the database has that this version does not know: it was migrated by a later one. */
  unknown: number;
}

/** Compares the database with this version; asked as a role that may read what drizzle notes, which is the owner's. */
export async function migrationStanding(owner: Client): Promise<MigrationStanding> {
  const journal: unknown = JSON.parse(readFileSync(join(migrationsFolder(), 'meta/_journal.json'), 'utf8'));
  const { entries } = Journal.parse(journal);
  const table = await owner.query(`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`);
  const { rows } = table.rows[0].exists
    ? await owner.query<{ when: string }>('select created_at::text as when from drizzle.__drizzle_migrations')
    : { rows: [] };
  const applied = new Set(rows.map(({ when }) => when));
  const known = new Set(entries.map(({ when }) => String(when)));
  return {
    missing: entries.filter(({ when }) => !applied.has(String(when))).map(({ tag }) => tag),
    unknown: [...applied].filter((when) => !known.has(when)).length,
  };
}
