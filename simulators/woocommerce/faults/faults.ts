import type { ServerResponse } from 'node:http';
import type { WooShop } from '../shop';
import type { ShopKey } from '../shop-options';

/** How a request goes wrong. The first five replace the answer, the others spoil the true one. */
export type FaultAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** An error page: 500 WordPress's, 503 its maintenance page with Retry-After, anything else the web server's. */
  | { readonly html: number }
  /** 401 woocommerce_rest_cannot_view, as a security plugin or a stripped header gives it. */
  | { readonly unauthorized: true }
  /** Never answers; the connection stays open. */
  | { readonly hang: true }
  /** Resets the connection. */
  | { readonly reset: true }
  /** The answer is written by hand, whatever that makes of HTTP and JSON. */
  | { readonly play: (response: ServerResponse, asked: string) => void }
  /** The answer comes this much later. */
  | { readonly delayMs: number }
  /** A PHP notice stands before the JSON; still 200 and application/json. */
  | { readonly noticeBeforeJson: true }
  /** That notice left before WordPress's headers, its status among them: 200, text/html, no totals. */
  | { readonly noticeBeforeHeaders: true }
  /** PHP dies halfway: the first half of the body, and a proper end of the answer. */
  | { readonly truncate: true }
  /** 200, an empty list and totals of 0, as a broken filter plugin gives it. */
  | { readonly emptyArray: true }
  /** A cache in front answers, with what it kept so long ago: `Age` says so. */
  | { readonly fromCache: { readonly ageSeconds: number } }
  /** A list of variations lacks its last n; its totals do not. */
  | { readonly dropVariations: number }
  /** These parameters do not reach WooCommerce; of `all` only what signs the request does. */
  | { readonly ignores: 'all' | readonly string[] }
  /** A plugin takes the products with these ids out of a list, after it was paged and counted. */
  | { readonly hides: { readonly from: number; readonly to: number } }
  /** PHP dies whenever this product is part of the answer, or only when more of it than its id is asked for. */
  | { readonly diesOf: number; readonly unlessIdsAlone?: true }
  /** A cache's comment stands behind the JSON. */
  | { readonly commentBehindJson: true }
  /** A list of products comes as an object by index, with holes where these ids would be. */
  | { readonly listAsMap: { readonly without: readonly number[] } }
  /** Products name their variations by objects in place of ids. */
  | { readonly variationsAsObjects: true }
  /** A quantity is text, and "" where there is none. */
  | { readonly emptyTextForNone: true }
  /** The REST API is at this path below the shop in place of /wp-json; `?rest_route=` are plain permalinks. */
  | { readonly restRoot: string }
  /** What refuses a key speaks the shop's language. */
  | { readonly translated: true }
  /** The key, its owner or what reaches PHP of it is another than it was. */
  | { readonly key: Partial<ShopKey> };

type Fault = {
  /** Part of the path and query below the shop; every request when left out. */
  readonly path?: string;
  /** Lets this many matching requests pass first. */
  readonly afterRequests?: number;
  /** Then strikes this many; all unless given. */
  readonly times?: number;
  /** The true answer unless given. */
  readonly answer?: FaultAnswer;
  /** Runs before the answer is made: changes the catalogue at the nth request. */
  readonly change?: (shop: WooShop) => void;
};

export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  /** The faults that strike this request; each counts it. */
  strike(pathAndQuery: string): readonly Fault[];
};

export function faultList(): Faults {
  let faults: { fault: Fault; matched: number }[] = [];
  return {
    add: (fault) => void faults.push({ fault, matched: 0 }),
    clear: () => {
      faults = [];
    },
    strike(pathAndQuery) {
      const matching = faults.filter(({ fault }) => pathAndQuery.includes(fault.path ?? ''));
      return matching.flatMap((entry) => {
        const nth = entry.matched++ - (entry.fault.afterRequests ?? 0);
        return nth >= 0 && nth < (entry.fault.times ?? Number.POSITIVE_INFINITY) ? [entry.fault] : [];
      });
    },
  };
}
