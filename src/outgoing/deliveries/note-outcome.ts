import { sqlPart, type TenantSql } from '../../database/sql';
import { PAUSED_AFTER_DAYS, TRIED_FOR_DAYS, waitBeforeProbe, waitBeforeTry } from '../../model/events/delivery-waits';
import { isTaken, type ReceiverOutcome } from '../../platforms/http/post-to-receiver';

export interface TriedDelivery {
  endpointId: string;
  id: string;
  attempt: string;
  /** Those before this one. */
  tries: number;
  outcome: ReceiverOutcome;
}

/** What became of the endpoint with it. */
export type EndpointBecame = 'as_before' | 'failing' | 'paused';

const IS_OVER = sqlPart`first_tried_at < now() - make_interval(days => ${TRIED_FOR_DAYS}::int)`;

/**
 * Notes what came of a try. A success counts whoever brings it, a failure only of the attempt that still has the delivery: one
 * that comes late must not undo what another one did.
 */
export async function noteOutcome(sql: TenantSql, tried: TriedDelivery): Promise<EndpointBecame> {
  const { endpointId, id, attempt, tries, outcome } = tried;
  const taken = isTaken(outcome);
  const answer = outcome.kind === 'answered' ? outcome : null;
  const problem = outcome.kind === 'answered' ? null : outcome.problem;
  const { rowCount } = await sql`
    update event_deliveries
       set tries = tries + 1, claimed_by = null,
           response_status = ${answer?.status ?? null}::int, response_body = ${answer?.body ?? null}::text,
           response_ms = ${answer?.ms ?? null}::int, problem = ${problem}::text,
           state = case when ${taken}::boolean then 'delivered' when ${IS_OVER} then 'failed' else 'pending' end,
           finished_at = case when ${taken}::boolean or ${IS_OVER} then now() end,
           next_try_at = case when not ${taken}::boolean and not ${IS_OVER}
                              then now() + make_interval(secs => ${waitBeforeTry(tries + 1) / 1_000}::float8) end
     where tenant_id = ${sql.tenantId}::uuid and id = ${id}::uuid and state = 'pending'
       and (${taken}::boolean or claimed_by = ${attempt}::uuid)`;
  if (rowCount === 0) return 'as_before';
  return taken ? noteSuccess(sql, endpointId) : noteFailure(sql, endpointId, failureOf(outcome));
}

/** Once a minute is enough to know it by. */
async function noteSuccess(sql: TenantSql, endpointId: string): Promise<EndpointBecame> {
  await sql`
    update event_endpoints
       set last_success_at = now(), failed_tries = 0, failing_since = null, last_problem = null, probe_at = null
     where tenant_id = ${sql.tenantId}::uuid and id = ${endpointId}::uuid
       and (failed_tries > 0 or last_success_at is null or last_success_at < now() - interval '1 minute')`;
  return 'as_before';
}

async function noteFailure(sql: TenantSql, endpointId: string, problem: string): Promise<EndpointBecame> {
  const { rows } = await sql<{ failed_tries: number; paused: boolean }>`
    update event_endpoints
       set failed_tries = failed_tries + 1, failing_since = coalesce(failing_since, now()), last_problem = ${problem}::text,
           paused_at = case when failing_since < now() - make_interval(days => ${PAUSED_AFTER_DAYS}::int) then now() end,
           paused_why = case when failing_since < now() - make_interval(days => ${PAUSED_AFTER_DAYS}::int) then 'failing' end
     where tenant_id = ${sql.tenantId}::uuid and id = ${endpointId}::uuid and paused_at is null
    returning failed_tries, paused_at is not null as paused`;
  const [endpoint] = rows;
  if (endpoint === undefined) return 'as_before';
  if (endpoint.paused) return 'paused';
  const probeInMs = waitBeforeProbe(endpoint.failed_tries);
  if (probeInMs === null) return 'as_before';
  await sql`
    update event_endpoints set probe_at = now() + make_interval(secs => ${probeInMs / 1_000}::float8)
     where tenant_id = ${sql.tenantId}::uuid and id = ${endpointId}::uuid`;
  return 'failing';
}

const failureOf = (outcome: ReceiverOutcome): string =>
  outcome.kind === 'answered' ? `it answered ${outcome.status}, and only 2xx counts` : outcome.problem;
