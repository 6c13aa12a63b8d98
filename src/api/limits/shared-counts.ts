import type { RequestCount } from '../../tenants/request-counts';

export interface SharedCounts {
  /**
   * Counts one more of `who`, of whom there may be `most` in a minute, and answers how many there are, as far as this
   * process knows.
   */
  add(who: string, most: number): Counted;
  /** The same, without one more. */
  look(who: string): Counted;
  /** Whether this is the first time in its minute that somebody asks this. */
  isFirst(who: string): boolean;
  /** What was not told yet is lost. */
  stop(): Promise<void>;
}

interface Counted {
  count: number;
  /** Until its minute is over, and all is forgotten. */
  endsInMs: number;
}

export interface SharedCountsOptions {
  /** Adds to what all processes counted, and returns the sums. */
  share(counts: readonly RequestCount[]): Promise<readonly RequestCount[]>;
  onError(error: unknown): void;
}

const MINUTE_MS = 60_000;
/** How soon the others hear of what is counted here. */
const SOON_MS = 1_000;
/** And how soon of a twentieth of what is allowed. */
const AT_ONCE_MS = 100;
const URGENT_SHARE = 20;
/** While the database does not answer. */
const LATER_MS = 5_000;
/** Strangers may come from any number of addresses: who came first is forgotten for them. */
const MOST = 20_000;
const MOST_AT_ONCE = 1_000;

interface Minute {
  startedAt: number;
  /** What all processes counted when they were last asked. */
  shared: number;
  /** On its way to them. */
  sent: number;
  fresh: number;
  isNoted: boolean;
}

/**
 * Counts in this process, and tells the others once a second: a request costs no statement, and where the database does not
 * answer each process counts for itself. Others may let through what comes within that second, or the tenth of one.
 */
export function sharedCounts({ share, onError }: SharedCountsOptions): SharedCounts {
  const minutes = new Map<string, Minute>();
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let notBefore = 0;
  let sharing: Promise<void> | undefined;
  let isStopped = false;

  function minuteOf(who: string, now: number): Minute {
    const known = minutes.get(who);
    if (known !== undefined && now < known.startedAt + MINUTE_MS) return known;
    minutes.delete(who); // the map's order is the order of beginnings
    const [oldest] = minutes.keys();
    if (minutes.size >= MOST && oldest !== undefined) minutes.delete(oldest);
    const minute = { startedAt: now, shared: 0, sent: 0, fresh: 0, isNoted: false };
    minutes.set(who, minute);
    return minute;
  }

  function shareWithin(ms: number): void {
    const now = performance.now();
    const wanted = Math.max(now + ms, notBefore);
    if (isStopped || sharing !== undefined || wanted >= dueAt) return;
    clearTimeout(timer);
    dueAt = wanted;
    timer = setTimeout(shareAndGoOn, wanted - now).unref();
  }

  /** What the others have not heard of. Minutes that are over are of no interest to anybody. */
  function freshMinutes(now: number): [string, Minute][] {
    for (const [who, { startedAt }] of minutes) if (now >= startedAt + MINUTE_MS) minutes.delete(who);
    return [...minutes].filter(([, { fresh }]) => fresh > 0);
  }

  async function shareFresh(): Promise<void> {
    const now = performance.now();
    dueAt = Number.POSITIVE_INFINITY;
    const some = freshMinutes(now).slice(0, MOST_AT_ONCE);
    if (some.length === 0) return;
    const counts = some.map(([who, { fresh, startedAt }]) => ({ who, count: fresh, ageMs: now - startedAt }));
    for (const [, minute] of some) Object.assign(minute, { sent: minute.fresh, fresh: 0 });
    try {
      const sums = new Map((await share(counts)).map((sum) => [sum.who, sum]));
      for (const [who, minute] of some) {
        const sum = sums.get(who);
        if (sum !== undefined) Object.assign(minute, { shared: sum.count, startedAt: performance.now() - sum.ageMs });
        minute.sent = 0;
      }
      notBefore = performance.now() + AT_ONCE_MS;
    } catch (error) {
      for (const [, minute] of some) Object.assign(minute, { sent: 0, fresh: minute.fresh + minute.sent });
      notBefore = performance.now() + LATER_MS;
      onError(error);
    }
  }

  async function shareAndGoOn(): Promise<void> {
    sharing = shareFresh();
    await sharing;
    sharing = undefined;
    const isAnyLeft = freshMinutes(performance.now()).length > 0;
    if (isAnyLeft) shareWithin(SOON_MS);
  }

  const counted = ({ startedAt, shared, sent, fresh }: Minute, now: number): Counted => ({
    count: shared + sent + fresh,
    endsInMs: startedAt + MINUTE_MS - now,
  });

  return {
    add(who, most) {
      const now = performance.now();
      const minute = minuteOf(who, now);
      minute.fresh += 1;
      shareWithin(minute.fresh >= most / URGENT_SHARE ? 0 : SOON_MS);
      return counted(minute, now);
    },
    look(who) {
      const now = performance.now();
      return counted(minuteOf(who, now), now);
    },
    isFirst(who) {
      const minute = minuteOf(who, performance.now());
      const isFirst = !minute.isNoted;
      minute.isNoted = true;
      return isFirst;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await sharing;
    },
  };
}
