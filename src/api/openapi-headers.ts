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
} as const;

const ref = (name: keyof typeof HEADERS) => ({ [name]: { $ref: `#/components/headers/${name}` } });

export const RATE_LIMIT = { ...ref('RateLimit-Policy'), ...ref('RateLimit') };
export const RETRY_AFTER = ref('Retry-After');
export const TAG = ref('ETag');

export const IF_NONE_MATCH = z.object({
  'If-None-Match': z.string().optional().meta({ description: 'The `ETag` of the answer that is there already' }),
});
