import type { LeanMode, LeanProduct } from '../model/freshness/lean-product';
import type { ListingGap } from '../model/listing';
import type { StoreProblem } from './problem';
import type { FetchedProducts } from './store-platform';

/**
 * Reading a listing as one file that the platform writes by itself, over minutes to hours. For large stores: it costs
 * a handful of requests, whatever the number of products.
 */
export interface BulkReader {
  /** Starts the run's operation, or finds the one that it started before: a run never has two. */
  start(request: BulkStart): Promise<BulkStarted | StoreProblem>;
  look(request: BulkRequest): Promise<BulkProgress | StoreProblem>;
  /** Ends an operation of ours; those of others are nobody's to end. */
  cancel(request: BulkRequest): Promise<{ kind: 'cancelled' } | StoreProblem>;
  /**
   * The file's lines from a byte on, about 1 MB at a time, in any order that the platform likes. Returns null at the
   * file's end, else what cut it off; throws only when the signal aborts. A line that has no end yet is left out.
   */
  readFile(request: BulkFileRequest): AsyncGenerator<BulkLine[], StoreProblem | null>;
  /** Puts products together. Those whose children are not all there are not mapped: their ids are `incomplete`. */
  assemble(roots: readonly BulkRoot[], currency: string): AssembledProducts;
  /** The same of a file with one group of fields alone, as its operation was started. */
  assembleLean(roots: readonly BulkRoot[], group: { mode: LeanMode; currency: string }): AssembledLean;
}

export interface BulkStart {
  runId: string;
  /** Taken before the request; it travels with the operation, so that who finds it again knows how old it is (I12). */
  observation: number;
  /** Only the fields of this group; absent: whole products. */
  mode?: LeanMode | undefined;
  signal: AbortSignal;
}

export interface BulkRequest {
  operationId: string;
  signal: AbortSignal;
}

export type BulkStarted =
  | { kind: 'started'; operationId: string; observation: number; requests: number }
  /** The platform runs as many operations as it may, perhaps somebody else's: they are waited for. */
  | { kind: 'busy'; requests: number }
  | BulkGivenUp;

/** This way does not work for now: the listing is read page by page. `why` is for people. */
export interface BulkGivenUp {
  kind: 'given_up';
  why: string;
  requests: number;
}

export type BulkProgress =
  | { kind: 'running'; requests: number }
  /** `url` is as good as a password for the file: it stays in the process that asked. null: there is nothing to read. */
  | { kind: 'written'; file: BulkFile; url: string | null; requests: number }
  | BulkGivenUp;

/** What the platform says of the finished file: what arrives is measured by it. */
export interface BulkFile {
  lines: number;
  /** Lines of products; the others are their children. */
  roots: number;
  /** Uncompressed; null when the platform does not say. */
  bytes: number | null;
}

export interface BulkFileRequest {
  url: string;
  fromByte: number;
  signal: AbortSignal;
}

export interface BulkLine {
  gid: string;
  /** null: a product. */
  parentGid: string | null;
  /** The line itself, without its end. */
  text: string;
  /** Bytes of the file up to the end of this line. */
  endsAt: number;
}

/** The line of a product with those of its children. */
export interface BulkRoot {
  text: string;
  children: readonly string[];
}

export interface AssembledProducts extends Pick<FetchedProducts, 'products' | 'rejected'> {
  /** External ids. Platforms cut nested listings of such files short without a word. */
  incomplete: string[];
}

export interface AssembledLean {
  products: LeanProduct[];
  /** External ids of those that are there and whose fields or variants are not all in hand: they have to be read whole. */
  unclear: string[];
  /** Products that have no id to be asked for by. */
  gaps: ListingGap[];
}
