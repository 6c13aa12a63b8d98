import type { AlertMessage } from '../../model/alerts/channels';
import type { DueAlert } from './due-alerts';

/** Alerts that a message names; of the others it tells how many there are. */
const NAMED = 10;

/** One message a kind and event, in the order in which they came. */
export function messagesOf(due: readonly DueAlert[]): AlertMessage[] {
  const grouped = new Map<string, DueAlert[]>();
  for (const alert of due) {
    const key = `${alert.kind}.${alert.event}`;
    grouped.set(key, [...(grouped.get(key) ?? []), alert]);
  }
  return [...grouped.values()].map(messageOf);
}

function messageOf(alerts: readonly DueAlert[]): AlertMessage {
  const [first] = alerts;
  if (first === undefined) throw new Error('a message tells of one alert at least');
  return {
    kind: first.kind,
    event: first.event,
    count: alerts.length,
    tenants: new Set(alerts.map(({ tenant_id }) => tenant_id)).size,
    alerts: alerts.slice(0, NAMED).map(({ kind: _, event: __, ...alert }) => alert),
  };
}
