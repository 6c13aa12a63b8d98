import { sql } from 'drizzle-orm';
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

export const moment = <Name extends string>(name: Name) => timestamp(name, { withTimezone: true, mode: 'date' });

export const now = <Name extends string>(name: Name) => moment(name).notNull().default(sql`now()`);

export const ownId = () => uuid('id').notNull().default(sql`gen_random_uuid()`);

export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** As it is stored: drizzle's own `jsonb` parses a string in it once more, and the price `"19.90"` comes as 19.9 (I6). */
export const json = customType<{ data: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
});

/** Exact decimal without a limit on scale: `7.50` stays `7.50`. Read as text (I6). */
export const money = customType<{ data: string }>({ dataType: () => 'numeric' });
