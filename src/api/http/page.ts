import { z } from 'zod';
import type { Page, PageRequest } from '../../database/page';
import { isRefusedValue } from '../../database/postgres-error';
import { type Answer, ok } from './answer';
import { type CursorScope, readCursor, writeCursor } from './cursor';
import { type Problem, problem } from './problem';

/** The query parameters of every list. */
export const pageQuery = {
  limit: z.coerce
    .number<string>('must be a whole number from 1 to 200')
    .int('must be a whole number from 1 to 200')
    .min(1, 'must be at least 1')
    .max(200, 'must be at most 200')
    .default(50)
    .meta({ type: 'integer', minimum: 1, maximum: 200, default: 50 }),
  cursor: z.string().max(2_000).optional().meta({ description: 'next_cursor of the page before' }),
};

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next_cursor: z.string().nullable().meta({ description: 'null: the list ends here' }),
  });

/** Answers one page. `scope` is what the cursor is good for: the list's path, its tenant and its filters. */
export async function answerPage<Item>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  scope: CursorScope,
  read: (page: PageRequest) => Promise<Page<Item> & { counts?: Readonly<Record<string, number>> | undefined }>,
): Promise<Answer> {
  const place = placeOfCursor(cursor, scope);
  if (place.kind === 'problem') return place;
  try {
    const { items, next, counts } = await read({ limit, after: place.after });
    return ok({ items, next_cursor: next === null ? null : writeCursor(scope, next), ...(counts && { counts }) });
  } catch (error) {
    // The checksum is no secret: a caller may have made up a cursor whose parts are no id, time or number.
    if (place.after !== null && isRefusedValue(error)) return NOT_OF_THIS_LIST;
    throw error;
  }
}

/** Where a list goes on: null at its beginning, a problem when the cursor is another list's. */
export function placeOfCursor(
  cursor: string | undefined,
  scope: CursorScope,
): { kind: 'place'; after: string[] | null } | Problem {
  if (cursor === undefined) return { kind: 'place', after: null };
  const after = readCursor(scope, cursor);
  if (after !== null) return { kind: 'place', after };
  return NOT_OF_THIS_LIST;
}

export const NOT_OF_THIS_LIST = problem(
  'invalid_request',
  'The cursor is not of this list with these filters: repeat those, or start anew.',
  { errors: [{ path: 'cursor', message: 'is not of this list with these filters' }] },
);
