/** The bytes of one body as they come. */
interface HeldBody {
  /** False when the body is to be left: it was the largest when the process held too much. What came of it is gone. */
  add(chunk: Buffer): boolean;
  readonly bytes: number;
  whole(): Buffer;
  /** Whoever opened it says when it is done with it. */
  close(): void;
}

export interface BodyBudget {
  open(): HeldBody;
}

/**
 * What a process holds of bodies that are on their way. A worker reads for a hundred stores at once, and each may answer
 * 16 MB slowly; beyond `mostBytes` the largest is dropped, so that a store with usual pages never pays for one with huge.
 */
export function bodyBudget(mostBytes: number): BodyBudget {
  const open = new Set<{ chunks: Buffer[]; bytes: number; isDropped: boolean }>();
  let held = 0;

  function dropLargest() {
    const [first, ...others] = open;
    if (first === undefined) return;
    const largest = others.reduce((a, b) => (b.bytes > a.bytes ? b : a), first);
    held -= largest.bytes;
    Object.assign(largest, { chunks: [], bytes: 0, isDropped: true });
  }

  return {
    open() {
      const body = { chunks: [] as Buffer[], bytes: 0, isDropped: false };
      open.add(body);
      return {
        add(chunk) {
          if (body.isDropped) return false;
          body.chunks.push(chunk);
          body.bytes += chunk.length;
          held += chunk.length;
          if (held > mostBytes) dropLargest();
          return !body.isDropped;
        },
        get bytes() {
          return body.bytes;
        },
        whole: () => Buffer.concat(body.chunks, body.bytes),
        close() {
          if (open.delete(body)) held -= body.bytes;
        },
      };
    },
  };
}
