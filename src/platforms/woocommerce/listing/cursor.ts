import { z } from 'zod';
import { WALK_START } from './overlap-walk';
import { PAGE_SIZES } from './page-size';

const id = z.string().regex(/^\d+$/).nullable();
const count = z.int().min(0);

/**
 * A cursor is JSON text. It may be days old, so it is read as carefully as anything from outside; one of an older version
 * lacks what has a default here.
 */
const cursorShape = z.object({
  offset: count,
  last: id,
  idle: count.default(0),
  most: count.default(0),
  jump: z.object({ at: count, first: id, total: count.nullable() }).nullable().default(null),
  isUnordered: z.boolean().default(false),
  /** Places failed when the page before was read, and it has told of them. */
  hasFailed: z.boolean().default(false),
  /** The page size that the store could serve, and for how many pages. */
  size: z.int().min(1).max(100),
  good: count,
});

export type Cursor = z.infer<typeof cursorShape>;

/** Throws on text that `cursorText` did not write: that is a bug. */
export function readCursor(text: string | null): Cursor {
  return text === null
    ? { ...WALK_START, hasFailed: false, size: PAGE_SIZES[0], good: 0 }
    : cursorShape.parse(JSON.parse(text));
}

export function cursorText({ offset, last, idle, most, jump, isUnordered, hasFailed, size, good }: Cursor): string {
  return JSON.stringify({ offset, last, idle, most, jump, isUnordered, hasFailed, size, good } satisfies Cursor);
}
