import { z } from 'zod';
import { LEAN_MODES } from '../../model/freshness/lean-product';
import { PLATFORMS } from '../../model/platform';

/** In any version: a UUID of another kind than ours is well-formed, and not found. */
export const Id = z.guid('must be a UUID').meta({ format: 'uuid' });

/** Whose an item is, in what operators read over all tenants. */
export const OF_TENANT = {
  tenant_id: Id.nullable().optional().meta({ description: 'For operators who name no tenant. null: of none' }),
  tenant_name: z.string().nullable().optional(),
};

/** RFC 3339 in UTC. */
export const Moment = z.iso.datetime();

/** As people write times, with any offset; given on in UTC. PostgreSQL knows no year 0. */
export const GivenMoment = z.iso
  .datetime({ offset: true, error: 'must be an RFC 3339 time, such as 2026-11-25T09:00:00Z' })
  .transform((text) => new Date(text).toISOString())
  .refine((text) => /^(?!0000)\d{4}-/.test(text), 'must be between the years 1 and 9999');

/** Text that PostgreSQL can hold. */
export const text = (max: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine((value) => !value.includes('\0'), 'must not contain U+0000');

export const Name = text(200).refine((value) => value.trim() !== '', 'must not be blank');

/** Several by comma, each once and in the order of `values`, so that a cursor fits however they were written. */
export const severalOf = <Value extends string>(values: readonly [Value, ...Value[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)))
    .transform((given) => values.filter((value) => given.includes(value)))
    .meta({ type: 'string', description: `Several by comma: ${values.join(', ')}` });

/** Several ids of ours by comma, in an order of their own for the same reason. */
export const SeveralIds = z
  .string()
  .transform((text) => [...new Set(text.toLowerCase().split(','))].sort())
  .pipe(z.array(z.guid('must be UUIDs, separated by commas')).max(200, 'must be at most 200'))
  .meta({ type: 'string', description: 'Several by comma, at most 200' });

/** Exact decimal text; never a JSON number (I6). */
export const Money = z.string().meta({ description: 'Exact decimal', example: '19.90' });

export const PlatformName = z.enum(PLATFORMS);

/** What a single store can be asked for. */
export const Mode = z
  .enum(
    ['full', 'incremental', ...LEAN_MODES],
    'must be "full", "incremental", "inventory" or "prices"; without it a sync is full',
  )
  .default('full');

const ONLY_FULL = 'only "full" is available for all stores: leave the mode out, or send "full"';
export const ModeOfAll = z.literal('full', { error: ONLY_FULL }).default('full');

/** Ids as the store has them (I11). */
export const ExternalIds = z.array(text(512)).min(1, 'name at least one, or leave it out').max(5_000);
