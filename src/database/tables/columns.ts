import { sql } from 'drizzle-orm';
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const now = (name: string) => moment(name).notNull().default(sql`now()`);

export const ownId = () => uuid('id').notNull().default(sql`gen_random_uuid()`);

export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Exact decimal without a limit on scale: `7.50` stays `7.50`. Read as text (I6). */
export const money = customType<{ data: string }>({ dataType: () => 'numeric' });
