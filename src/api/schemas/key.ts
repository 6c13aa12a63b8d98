import { z } from 'zod';
import type { ListedKey } from '../../tenants/key-life';
import { GivenMoment, Id, Moment } from './fields';

const SECONDS = { m: 60, h: 3_600, d: 86_400 } as const;
const LONGEST_OVERLAP = 30 * SECONDS.d;
const OVERLAP = 'must be 0, or minutes, hours or days up to 30 days, such as 15m, 24h or 7d';

/** In seconds. */
const Overlap = z
  .string(OVERLAP)
  .max(10, { error: OVERLAP, abort: true })
  .regex(/^(0|\d{1,5}[mhd])$/, OVERLAP)
  .transform((text) => Number.parseInt(text, 10) * (SECONDS[text.at(-1) as keyof typeof SECONDS] ?? 0))
  .refine((seconds) => seconds <= LONGEST_OVERLAP, OVERLAP)
  .meta({
    type: 'string',
    description: 'How long the old key stays good beside the new one: `0` to `30d`',
    example: '24h',
  });

export const GivenExpiry = GivenMoment.nullable()
  .optional()
  .meta({ type: ['string', 'null'], format: 'date-time', description: 'In the future. null: never' });

export const RotationBody = z.strictObject({
  overlap: Overlap.prefault('24h'),
  expires_at: GivenExpiry.meta({
    type: ['string', 'null'],
    format: 'date-time',
    description: 'Of the new key. null: never; absent: it lives as long as the old one was made to live',
  }),
});

export const ROTATION_TEXT =
  'Makes a key of the same name in its place. The old one ends after `overlap`, or before that when it was to end ' +
  'sooner: change the client meanwhile. `old_expires_at` says when.';

export const ExpiresAt = Moment.nullable().meta({ description: 'From then on it is refused. null: never' });

export const OldExpiresAt = Moment.meta({ description: 'When the old key ends' });

/** What lists show of a key. */
export const LISTED_KEY = {
  id: Id.meta({ description: 'Stands as `actor.id` in the audit log' }),
  name: z.string(),
  prefix: z.string().meta({ description: 'How the key begins', example: 'cs_0123456789ab' }),
  created_at: Moment,
  last_used_at: Moment.nullable().meta({ description: 'To the minute. null: never, since that is noted' }),
  expires_at: ExpiresAt,
  revoked_at: Moment.nullable(),
  replaced_by: Id.nullable().meta({ description: 'The key that a rotation made in its place' }),
};

export const listedKey = ({ createdAt, lastUsedAt, expiresAt, revokedAt, replacedBy, ...key }: ListedKey) => ({
  ...key,
  created_at: createdAt,
  last_used_at: lastUsedAt,
  expires_at: expiresAt,
  revoked_at: revokedAt,
  replaced_by: replacedBy,
});
