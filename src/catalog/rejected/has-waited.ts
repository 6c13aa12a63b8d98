import { type SqlPart, sqlPart } from '../../database/sql';

const FIRST_WAIT_MINUTES = 5;

/**
 * Whether a store may be asked again for a product of which so many tries brought nothing, the last of them then: after 5
 * minutes, and twice as long each time, up to a day.
 */
export const hasWaited = (lastAt: SqlPart, tries: SqlPart): SqlPart =>
  sqlPart`${lastAt} + least(interval '1 day', ${FIRST_WAIT_MINUTES}::int * interval '1 minute' * 2 ^ least(${tries} - 1, 20)) <= now()`;
