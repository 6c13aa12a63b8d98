/** All requests from this process to one store: they are counted, and held back while the store asked for time. */
export interface StoreTraffic {
  /** A request leaves. */
  count(): void;
  /** It was given so many milliseconds because it asked for them. */
  waited(ms: number): void;
  /** The store asked for time; null when it may be asked now. */
  held(): { forMs: number; why: string } | null;
  /** It asks for time now: nobody asks it anything before. */
  hold(ms: number, why: string): void;
}
