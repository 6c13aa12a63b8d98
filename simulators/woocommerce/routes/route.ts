import type { Answer } from '../answers/answer';
import type { Parameters } from '../listing/parameters';
import type { Query } from '../listing/parse-query';
import type { WooVersion } from '../shop-options';
import type { ShopState } from '../shop-state';

export type Asked = {
  readonly shop: ShopState;
  readonly query: Query;
  /** The groups of the route's path. */
  readonly path: readonly string[];
  readonly body: string;
  /** A fault's wish: this many variations are missing at the end of the answer. */
  readonly dropVariations: number;
};

/** Only what greets another server first takes time. */
type Handler = (asked: Asked) => Answer | Promise<Answer>;

export type Route = {
  /** Below /wp-json. */
  readonly path: RegExp;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The Allow header, which tells every method the real route has. */
  readonly allow: string;
  readonly parameters?: Parameters;
  /** What a stranger is told; open routes have none. */
  readonly denied?: Denial;
  /** The versions that have the route; all unless given. */
  readonly since?: WooVersion;
  readonly handle: Handler;
};

type Denial = { readonly code: string; readonly message: string };

export const CANNOT_LIST: Denial = {
  code: 'woocommerce_rest_cannot_view',
  message: 'Sorry, you cannot list resources.',
};

export const CANNOT_VIEW: Denial = {
  code: 'woocommerce_rest_cannot_view',
  message: 'Sorry, you cannot view this resource.',
};

export const CANNOT_CREATE: Denial = {
  code: 'woocommerce_rest_cannot_create',
  message: 'Sorry, you are not allowed to create resources.',
};

export const CANNOT_EDIT: Denial = {
  code: 'woocommerce_rest_cannot_edit',
  message: 'Sorry, you are not allowed to edit this resource.',
};

export const CANNOT_DELETE: Denial = {
  code: 'woocommerce_rest_cannot_delete',
  message: 'Sorry, you are not allowed to delete this resource.',
};

export const COLLECTION = 'GET, POST';
export const SINGLE = 'GET, POST, PUT, PATCH, DELETE';
