import { z } from 'zod';
import { NODES_AT_ONCE } from '../queries/product-fields';
import type { Learned, Listed } from '../requests/admin-api';
import { ThrottleReading } from '../requests/throttle';

/** Sure to be cheap; from the second page on the size follows what the first one cost. */
const FIRST_PAGE_SIZE = 100;

/** Slowly back up after a page had to be made smaller. */
const GROWTH = 1.5;

const Progress = z.object({
  /** The greatest id so far; null at the start. */
  last: z.string().regex(/^\d+$/).nullable().default(null),
  /** Pages since the last new product. */
  idle: z.int().min(0).default(0),
  /** Products one after the other that Shopify failed to answer. */
  failed: z.int().min(0).default(0),
});

export type Progress = z.infer<typeof Progress>;

const PageCursor = Progress.extend({
  /** Shopify's own cursor; null for the beginning. */
  after: z.string().nullable(),
  size: z.int().positive().max(NODES_AT_ONCE),
  /** What the last page taught, so that another process goes on with it. */
  inventoryItems: z.boolean(),
  pointsEach: z.number().positive().optional(),
  bucket: ThrottleReading.nullable(),
});

export type PageCursor = z.infer<typeof PageCursor>;

export function firstPage({ fields, points, bucket }: Learned, of: Listed): PageCursor {
  return {
    last: null,
    idle: 0,
    failed: 0,
    after: null,
    size: FIRST_PAGE_SIZE,
    inventoryItems: fields.inventoryItems,
    pointsEach: points[of],
    bucket,
  };
}

/** Where the listing goes on: behind `after`, with a page that costs no more than one request may. */
export function nextPage(
  after: string,
  { size, fitting }: { size: number; fitting: number },
  learned: Learned,
  of: Listed,
): PageCursor {
  const grown = Math.ceil(size * GROWTH);
  return { ...firstPage(learned, of), after, size: Math.max(1, Math.min(grown, fitting, NODES_AT_ONCE)) };
}

export function readCursor(text: string): PageCursor {
  return PageCursor.parse(JSON.parse(text));
}

/** A connection that was just opened begins where the one before it stopped; an older one knows better. */
export function recall(learned: Learned, { inventoryItems, pointsEach, bucket }: PageCursor, of: Listed): void {
  if (learned.bucket !== null) return;
  learned.bucket = bucket;
  learned.fields = { inventoryItems };
  if (pointsEach !== undefined) learned.points[of] = pointsEach;
}
