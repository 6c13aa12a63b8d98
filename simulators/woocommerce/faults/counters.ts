export type Counters = {
  readonly requests: number;
  /** Of the answers' bodies. */
  readonly bytes: number;
  readonly inFlight: number;
  readonly mostInFlight: number;
  /** By path below the shop, without the query. */
  readonly byPath: Readonly<Record<string, number>>;
};

export type LoggedRequest = {
  readonly at: Date;
  readonly method: string;
  /** Path and query below the shop, keys and signatures included. */
  readonly path: string;
  readonly userAgent: string;
  /** 0 until answered, and for good when the request hung or was reset. */
  status: number;
};

/** Counts the requests of one shop; what is in flight survives a reset. */
export function requestCounter() {
  let counters = { requests: 0, bytes: 0, inFlight: 0, mostInFlight: 0 };
  let byPath: Record<string, number> = {};

  return {
    get counters(): Counters {
      return { ...counters, byPath: { ...byPath } };
    },
    /** Counts a request in; the answer counts it out, once. */
    begin(path: string): () => void {
      counters.requests++;
      counters.inFlight++;
      counters.mostInFlight = Math.max(counters.mostInFlight, counters.inFlight);
      byPath[path] = (byPath[path] ?? 0) + 1;
      let isOver = false;
      return () => {
        if (!isOver) counters.inFlight--;
        isOver = true;
      };
    },
    answered(bytes: number): void {
      counters.bytes += bytes;
    },
    reset(): void {
      counters = { requests: 0, bytes: 0, inFlight: counters.inFlight, mostInFlight: counters.inFlight };
      byPath = {};
    },
  };
}
