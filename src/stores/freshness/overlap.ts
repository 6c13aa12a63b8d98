import { sqlPart } from '../../database/sql';
import { durationText } from '../../model/freshness/durations';

/** Of a row of `stores`: how long before the watermark is read again. An hour at most, however much was widened. */
export const OVERLAP = sqlPart`
  least((coalesce(freshness ->> 'overlap', '5m'))::interval + make_interval(mins => widened_overlap), interval '1 hour')`;

/** The same as people write it. */
export const overlapText = (seconds: number): string => durationText(seconds * 1_000);
