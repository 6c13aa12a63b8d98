import { type SqlPart, sqlPart } from '../../database/sql';

const FIRST_WAIT_MINUTES = 5;

/**
 * Whether a store may be asked again for a product of which so many tries brought nothing, the last of them then: after 5
 * minutes, and twice as long each time, up to a day.
 */
export const hasWaited = (lastAt: SqlPart, tries: SqlPart): SqlPart =>
  sqlPart`${lastAt} + least(interval '1 day', ${FIRST_WAIT_MINUTES}::int * interval '1 minute' * 2 ^ least(${tries} - 1, 20)) <= now()`;

/**
 * Whether the time of a planned product `p` has come by the store's clock. WooCommerce's own text, without a zone: that of its
 * creation, as an edit dates the product anew.
 */
export const isTimeOfPlanned = (storeTime: SqlPart): SqlPart =>
  sqlPart`p.status = 'future'
          and p.metadata ->> 'created_at' <= to_char(${storeTime} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')`;
