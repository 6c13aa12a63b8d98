import type { UnreadableProduct } from '../../../model/rejection';
import { Unmappable } from '../../mapping/unmappable';
import type { StoreProblem } from '../../problem';
import { rejection } from './map-product';

/** So many products without an answer in one piece are a shop in trouble, which is asked again later. */
export const MOST_FAILED = 5;

/** A product that Shopify fails to answer, set aside with its words (I7) and with what is known of it. */
export function storeError(raw: unknown, problem: StoreProblem): UnreadableProduct {
  return rejection(raw, new Unmappable('store_error', 'id', problem.detail));
}
