import { z } from 'zod';
import { CADENCE_MODES } from '../../model/freshness/cadence-modes';
import { durationMs } from '../../model/freshness/durations';
import { cronFault } from './cron';
import { isKnownZone } from './zone-clock';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const LEAST_MINUTES = 5;
const MOST_DAYS = 30;

/** `15m`, `24h`, `7d`. */
export const Every = z
  .string()
  .max(10)
  .refine(
    (text) => isWithin(durationMs(text, ['m', 'h', 'd']), LEAST_MINUTES * MINUTE_MS, MOST_DAYS * DAY_MS),
    `must be from ${LEAST_MINUTES}m to ${MOST_DAYS}d, such as 15m, 24h or 7d`,
  )
  .meta({ description: `From ${LEAST_MINUTES}m to ${MOST_DAYS}d`, example: '15m' });

export const CronText = z
  .string()
  .max(100)
  .superRefine((text, context) => {
    const fault = cronFault(text, LEAST_MINUTES);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({
    description: `Five fields; at most every ${LEAST_MINUTES} minutes, a day of the month or a day of the week`,
    example: '0 3 * * *',
  });

export const TimeZone = z
  .string()
  .max(64)
  .refine(isKnownZone, 'must be the IANA name of a time zone, such as Europe/Berlin')
  .meta({ description: 'IANA name', example: 'Europe/Berlin' });

export const TimeOfDay = z
  .string()
  .max(5)
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day, such as 08:00')
  .meta({ example: '08:00' });

const Overlap = z
  .string()
  .max(10)
  .refine(
    (text) => isWithin(durationMs(text, ['s', 'm', 'h']), 1_000, 60 * MINUTE_MS),
    'must be from 1s to 1h, such as 5m',
  )
  .meta({ description: 'From 1s to 1h: how much before the watermark is read again', example: '5m' });

const Modes = z
  .array(z.enum(CADENCE_MODES))
  .min(1, 'name at least one mode, or set quiet_hours to null')
  .max(CADENCE_MODES.length)
  .refine((modes) => new Set(modes).size === modes.length, 'must name each mode once');

const paused = z.boolean().meta({ description: 'Not due by itself while it is' });

const Cadence = z.union([z.object({ every: z.string(), paused }), z.object({ cron: z.string(), paused })]);
const CadenceOrOff = Cadence.nullable().meta({ description: 'null: off' });

const QuietHours = z.object({
  from: z.string(),
  to: z.string().meta({ description: 'May lie behind midnight' }),
  modes: z.array(z.enum(CADENCE_MODES)),
});

/**
 * How fresh a store is wanted, with every default filled in. What stands in the database was looked at when it was set,
 * so it is only read here: lists of stores hold hundreds.
 */
export const Freshness = z
  .object({
    full: CadenceOrOff.optional().meta({ description: 'Absent: the daily sweep takes the store' }),
    incremental: CadenceOrOff.default({ every: '15m', paused: false }),
    inventory: CadenceOrOff.default(null),
    prices: CadenceOrOff.default(null),
    time_zone: z.string().default('UTC'),
    quiet_hours: QuietHours.nullable().default(null),
    overlap: z.string().default('5m'),
  })
  .meta({ id: 'WantedFreshness' });

export type Cadence = z.infer<typeof Cadence>;
export type QuietHours = z.infer<typeof QuietHours>;
export type Freshness = z.infer<typeof Freshness>;

const CadencePatch = z
  .strictObject({ every: Every, cron: CronText, paused: z.boolean() })
  .partial()
  .refine(({ every, cron }) => every === undefined || cron === undefined, 'must be every or cron, not both');

/**
 * A change of it: what is absent stays, also inside a cadence, where `every` and `cron` take each other's place; null
 * turns off. `full: "unset"` gives the store back to the daily sweep.
 */
export const FreshnessPatch = z
  .strictObject({
    full: z.union([CadencePatch, z.null(), z.literal('unset')]),
    incremental: CadencePatch.nullable(),
    inventory: CadencePatch.nullable(),
    prices: CadencePatch.nullable(),
    time_zone: TimeZone,
    quiet_hours: z.strictObject({ from: TimeOfDay, to: TimeOfDay, modes: Modes }).partial().nullable(),
    overlap: Overlap,
  })
  .partial();

export type FreshnessPatch = z.infer<typeof FreshnessPatch>;

function isWithin(ms: number | null, least: number, most: number): boolean {
  return ms !== null && ms >= least && ms <= most;
}
