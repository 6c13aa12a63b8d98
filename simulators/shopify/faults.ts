import type { ServerResponse } from 'node:http';
import type { ShopifyShop } from './shop';

/** What a faulty request gets instead of, or on top of, its real answer. */
export type FaultAnswer =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | { html: number }
  | { throttled: true }
  | { maxCost: true }
  | { graphqlError: { code: string; message: string }; withData?: boolean }
  | { truncate: true }
  | { delayMs: number }
  | { hang: true }
  | { reset: true }
  /** The answer is written by hand, whatever that makes of HTTP and JSON; `asked` is the query with its variables, or the path. */
  | { play: (response: ServerResponse, asked: string) => void }
  | { dropVariants: number }
  | { emptyPage: true }
  /** This field of these products fails; the error names its place, and what may not be null around it is lost. */
  | { failsFor: { products: readonly string[]; field: 'variants' | 'media' | 'collections' | 'title' } }
  /** Every page is the first one, and says that another follows, each time behind another cursor. */
  | { circles: true };

/** A fault hits the requests whose query, variables or path contain `match`, after `afterRequests` of them passed. */
export type Fault = {
  match?: string;
  afterRequests?: number;
  /** How many requests it hits; without it, all until it is cleared. */
  times?: number;
  answer?: FaultAnswer;
  /** Runs before the request is answered: an edit in the middle of somebody's reading. */
  change?: (shop: ShopifyShop) => void;
};

export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that hits this request, counted as used. */
  next(request: string): Fault | null;
};

export function faultList(): Faults {
  let active: { fault: Fault; passed: number; used: number }[] = [];

  return {
    add(fault) {
      active.push({ fault, passed: 0, used: 0 });
    },
    clear() {
      active = [];
    },
    next(request) {
      for (const entry of active) {
        const { match, afterRequests = 0, times = Number.POSITIVE_INFINITY } = entry.fault;
        if (match !== undefined && !request.includes(match)) continue;
        if (entry.passed < afterRequests) {
          entry.passed++;
        } else if (entry.used < times) {
          entry.used++;
          return entry.fault;
        }
      }
      return null;
    },
  };
}
