import { z } from 'zod';

const text = (description: string, example: string) => ({ description, schema: { type: 'string', example } }) as const;

/** Those of answers, each described once in the contract. */
export const HEADERS = {
  'RateLimit-Policy': text('The limit: `q` requests in `w` seconds. Absent where there is none', '"key";q=600;w=60'),
  RateLimit: text('What is left of it: `r` requests; a new count begins in `t` seconds', '"key";r=599;t=60'),
  'Retry-After': {
    description: 'Seconds to wait before the request is repeated',
    schema: { type: 'integer', minimum: 1 },
  },
  ETag: text('To be sent as `If-None-Match`', 'W/"Kx3vQm0cZl5nqAa7bS2dTw"'),
  'Idempotent-Replayed': text('`true` where this is the answer of an earlier request with the same key', 'true'),
} as const;

const ref = (name: keyof typeof HEADERS) => ({ [name]: { $ref: `#/components/headers/${name}` } });

export const RATE_LIMIT = { ...ref('RateLimit-Policy'), ...ref('RateLimit') };
export const RETRY_AFTER = ref('Retry-After');
export const TAG = ref('ETag');
export const REPLAYED = ref('Idempotent-Replayed');

export const IF_NONE_MATCH = z.object({
  'If-None-Match': z.string().optional().meta({ description: 'The `ETag` of the answer that is there already' }),
});

export const IDEMPOTENCY_KEY = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({
      description:
        'A new one, such as a UUID, for each thing that is to be made, and the same when the request is repeated: it is made ' +
        'once, and the first answer comes again for 24 hours',
    }),
});
