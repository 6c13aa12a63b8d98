import type { NewsSize } from '../stores/messages';

/** How large the workloads are. What is written on the page is the full size. */
export interface Sizes {
  rounds: number;
  /** Of S, W, U and C1. */
  products: number;
  /** How long each answer takes in S100 and W100. */
  answerMs: number;
  /** Whether Python peers take part. */
  peers: boolean;
  /** So many products change, go to the bin and are destroyed before each measured sync of `fresh`. */
  news: NewsSize & { rounds: number };
  big: number[];
  /** Operations take their time at Shopify: so long in the simulated shop. */
  bulk: { products: number; operationMs: number; rounds: number; big: number; bigOperationMs: number };
  many: { stores: number; products: number }[];
  /** `hanging`: stores of the other platform that take every connection and never answer. */
  due: { stores: number; withNews: number; hanging: number };
  /** Deliveries a second for so long; a storm of so many about so many products within so many seconds. */
  webhooks: {
    aSecond: number;
    seconds: number;
    rounds: number;
    storm: { deliveries: number; products: number; seconds: number };
  };
  slow: { stores: number; products: number; answerMs: number; rounds: number };
  lists: { stores: number; runs: number; rounds: number };
  api: { products: number; ofOneTenant: number; seconds: number; requestsASecond: number };
}

export const FULL: Sizes = {
  rounds: 5,
  products: 10_000,
  answerMs: 100,
  peers: true,
  news: { changed: 50, binned: 5, destroyed: 5, rounds: 2 },
  big: [10_000, 100_000, 1_000_000],
  bulk: { products: 20_000, operationMs: 10_000, rounds: 3, big: 1_000_000, bigOperationMs: 60_000 },
  many: [
    { stores: 1_000, products: 1_000 },
    { stores: 10_000, products: 20 },
  ],
  webhooks: { aSecond: 200, seconds: 20, rounds: 3, storm: { deliveries: 10_000, products: 3_000, seconds: 60 } },
  due: { stores: 10_000, withNews: 60, hanging: 1_000 },
  slow: { stores: 50, products: 1_000, answerMs: 5_000, rounds: 3 },
  lists: { stores: 10_000, runs: 1_000_000, rounds: 200 },
  api: { products: 1_000_000, ofOneTenant: 50_000, seconds: 60, requestsASecond: 100 },
};

/** Everything once or twice, small: it shows that the bench works and roughly where things stand. */
export const QUICK: Sizes = {
  rounds: 2,
  products: 1_000,
  answerMs: 100,
  peers: false,
  news: { changed: 50, binned: 5, destroyed: 5, rounds: 1 },
  big: [1_000, 5_000],
  bulk: { products: 1_000, operationMs: 1_000, rounds: 1, big: 2_000, bigOperationMs: 1_000 },
  many: [{ stores: 20, products: 50 }],
  webhooks: { aSecond: 50, seconds: 3, rounds: 1, storm: { deliveries: 200, products: 100, seconds: 5 } },
  due: { stores: 200, withNews: 5, hanging: 20 },
  slow: { stores: 10, products: 100, answerMs: 1_000, rounds: 1 },
  lists: { stores: 200, runs: 2_000, rounds: 20 },
  api: { products: 20_000, ofOneTenant: 5_000, seconds: 5, requestsASecond: 100 },
};
