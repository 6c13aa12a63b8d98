import type { BulkReader } from '../../bulk-reader';
import { linkSurroundings } from '../admin-address';
import type { AdminApi } from '../requests/admin-api';
import type { ShopifySurroundings } from '../settings';
import { assemble } from './assemble';
import { assembleLean } from './assemble-lean';
import { cancelOperation } from './cancel-operation';
import { lookAtOperation } from './look-at-operation';
import { readLines } from './read-lines';
import { startOperation } from './start-operation';

/** Shopify's bulk operations: a query that Shopify runs by itself into a JSONL file, at no cost for the bucket. */
export function bulkReader(api: AdminApi, shopDomain: string, surroundings: ShopifySurroundings): BulkReader {
  return {
    start: (request) => startOperation(api, request),
    look: (request) => lookAtOperation(api, request),
    cancel: (request) => cancelOperation(api, request),
    readFile: (request) => readLines(request, linkSurroundings(request.url, shopDomain, surroundings)),
    assemble,
    assembleLean,
  };
}
