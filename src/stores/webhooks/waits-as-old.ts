import { sqlPart } from '../../database/sql';

const BOUNDS = { atLeastMinutes: 1, atMostMinutes: 60 };

/**
 * When a hint `e` that was asked about in vain may be read again: after as long again as the news is old, so that what fails
 * over and over is tried ever more rarely, and each hour at least.
 */
export const WAITS_AS_OLD = sqlPart`
  now() + least(greatest(now() - e.received_at, make_interval(mins => ${BOUNDS.atLeastMinutes}::int)),
                make_interval(mins => ${BOUNDS.atMostMinutes}::int))`;
