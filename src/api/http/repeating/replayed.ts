import { z } from 'zod';
import type { Answer } from '../answer';
import { PROBLEM_CODES } from '../problem';

const headers = z.record(z.string(), z.string()).default({});

/** As this version or the one before kept it. */
const KeptAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('success'), status: z.literal([200, 201, 202, 204]), body: z.unknown(), headers }),
  z.object({
    kind: z.literal('problem'),
    code: z.enum(PROBLEM_CODES),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
    more: z.record(z.string(), z.unknown()).default({}),
    headers,
  }),
]);

/** An answer that was given before, and says so. A problem gets the id of the request that it answers now. */
export function replayed(kept: unknown): Answer {
  const answer = KeptAnswer.parse(kept);
  return { ...answer, headers: { ...answer.headers, 'Idempotent-Replayed': 'true' } };
}
