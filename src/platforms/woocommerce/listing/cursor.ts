import { z } from 'zod';
import { WALK_START } from './overlap-walk';
import { PAGE_SIZES } from './page-size';

/** A cursor is JSON text. It may be days old, so it is read as carefully as anything from outside. */
const cursorShape = z.strictObject({
  offset: z.int().min(0),
  last: z.string().regex(/^\d+$/).nullable(),
  stepsBack: z.int().min(0),
  overlap: z.int().min(1),
  barren: z.int().min(0),
  /** The page size that the store could serve, and for how many pages. */
  size: z.int().min(1).max(100),
  good: z.int().min(0),
});

export type Cursor = z.infer<typeof cursorShape>;

/** Throws on text that `cursorText` did not write: that is a bug. */
export function readCursor(text: string | null): Cursor {
  return text === null ? { ...WALK_START, size: PAGE_SIZES[0], good: 0 } : cursorShape.parse(JSON.parse(text));
}

export function cursorText({ offset, last, stepsBack, overlap, barren, size, good }: Cursor): string {
  return JSON.stringify({ offset, last, stepsBack, overlap, barren, size, good } satisfies Cursor);
}
