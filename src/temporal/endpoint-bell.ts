import type { Logger } from 'pino';
import type { DeliverEventsInput, EndpointNews } from '../model/events/event';
import { joinedDoorbell } from '../process/joined-doorbell';
import type { TemporalClient } from './connect-client';
import { ringEndpoint } from './ring-endpoint';

/** That ring later, in memory. Beyond, the look each minute rings. */
const MOST_LATER = 5_000;

export interface EndpointBell {
  /** Nobody waits for it, and it never throws. */
  ring(news: readonly EndpointNews[]): void;
  stop(): Promise<void>;
}

/** Rings for what a process's transactions wrote for endpoints: at most once a second for each of them. */
export function endpointBell(temporal: TemporalClient, log: Logger): EndpointBell {
  const bell = joinedDoorbell({
    ring: (endpoint: DeliverEventsInput) => ringEndpoint(temporal, endpoint),
    keyOf: ({ endpointId }) => endpointId,
    words: { of: 'events', waits: 'they are rung for within a minute of its return' },
    log,
  });
  const later = new Set<NodeJS.Timeout>();

  function ringLater({ afterMs, ...endpoint }: EndpointNews): void {
    if (later.size >= MOST_LATER) return;
    const timer = setTimeout(() => {
      later.delete(timer);
      bell.ring(endpoint);
    }, afterMs).unref();
    later.add(timer);
  }

  return {
    ring(news) {
      for (const each of news) {
        if (each.afterMs > 0) ringLater(each);
        else bell.ring({ tenantId: each.tenantId, endpointId: each.endpointId });
      }
    },
    async stop() {
      for (const timer of later) clearTimeout(timer);
      await bell.stop();
    },
  };
}
