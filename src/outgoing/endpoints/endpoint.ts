import { sqlPart } from '../../database/sql';
import type { EventType, WhyPaused } from '../../model/events/event';

/** An endpoint as its tenant sees it; never its secret. */
export interface Endpoint {
  id: string;
  url: string;
  description: string | null;
  events: EventType[];
  status: 'active' | 'failing' | 'paused';
  paused: { since: Date; reason: WhyPaused } | null;
  failing_since: Date | null;
  last_problem: string | null;
  last_success_at: Date | null;
  former_secret_until: Date | null;
  created_at: Date;
}

export interface EndpointRow extends Omit<Endpoint, 'paused'> {
  paused_at: Date | null;
  paused_why: WhyPaused | null;
}

/** The columns of an `EndpointRow`. */
export const ENDPOINT_COLUMNS = sqlPart`
  id, url, description, events, paused_at, paused_why, failing_since, last_problem, last_success_at, created_at,
  case when paused_at is not null then 'paused' when failing_since is not null then 'failing' else 'active' end as status,
  case when former_secret_until > now() then former_secret_until end as former_secret_until`;

export function endpointOf({ paused_at: since, paused_why: reason, ...row }: EndpointRow): Endpoint {
  return { ...row, paused: since === null ? null : { since, reason: reason ?? 'by_hand' } };
}
