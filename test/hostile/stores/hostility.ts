import type { ServerResponse } from 'node:http';
import type { RunStatus } from '../../../src/model/run';
import type { RunErrorType } from '../../../src/model/run-errors';
import type { RunProblem } from '../../../src/model/run-problem';

/** How the run of a hostile store ends. */
export interface RunEnd {
  status: RunStatus;
  error?: RunErrorType;
  problem?: RunProblem['type'];
}

export interface GoesOn {
  goes_on: true;
  /** Requests a minute at most. */
  asks: number;
  /** Each takes as long as it is waited for. */
  hangs?: true;
}

/**
 * One way in which a store is hostile. It is honest while it is connected, and hostile from then on. `ends` is how its
 * run ends as designed; `GoesOn` for one that keeps its run busy longer than anybody waits.
 */
export interface Hostility<Shop> {
  name: string;
  /** Of the honest shop. */
  products: number;
  turn(shop: Shop): void;
  /** Played in the long form alone: it keeps the simulator itself busy. */
  long?: true;
  ends: RunEnd | GoesOn;
}

/** Writes an answer by hand. */
export type Play = (response: ServerResponse, asked: string) => void;
