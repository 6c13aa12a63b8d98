import { type SqlPart, sqlPart } from '../database/sql';
import { RUN_ERROR_TYPES, RUN_ERRORS } from '../model/run-errors';
import { IS_LATE } from '../stores/freshness/late';
import { NOT_TRIED } from '../stores/webhooks/registration';

/** Products that came or went at once: more than so many, and more than so much of the store. */
const MUCH = { products: 20, percent: 20 } as const;

/** Products that are set aside: more than so many, and more than so much of the store. */
const SET_ASIDE = { products: 10, percent: 1 } as const;

/** Looks for news in a row that the store did not answer: one is no news. */
const FAILED_LOOKS = 2;

/** Then the store itself needs attention, which is told in its place. */
const MARKING = RUN_ERROR_TYPES.filter((type) => RUN_ERRORS[type].marksStore);

/** Stores of tenants that are served. What is paused is looked after by whoever paused it. */
const WATCHED = sqlPart`
  select s.id, s.tenant_id, s.status, s.status_detail, s.product_count, s.set_aside_count, s.failed_looks, s.failed_look
    from stores s
    join tenants t on t.id = s.tenant_id and t.is_active and t.deletion_asked_at is null
   where s.status <> 'disconnected' and s.paused_at is null`;

/**
 * The last full run that came to an end of its own failed, or looks do. A failure for which the store is marked opens nothing: it
 * keeps open what was told before.
 */
const RUN_FAILED = sqlPart`
  select 'run_failed', s.tenant_id, s.id,
         (run.status = 'failed' and run.error_type <> all(${MARKING}::text[]))
           or (s.failed_looks >= ${FAILED_LOOKS}::int and s.status = 'active'),
         case when run.status = 'failed'
              then jsonb_build_object('message', run.error_message, 'error_type', run.error_type, 'run_id', run.id)
              else jsonb_build_object('message', s.failed_look ->> 'message', 'error_type', s.failed_look ->> 'type',
                                      'looks', s.failed_looks) end
    from watched s
    left join lateral (
         select r.id, r.status, coalesce(r.error_type, 'internal') as error_type, r.error_message
           from sync_runs r
          where r.tenant_id = s.tenant_id and r.store_id = s.id and r.mode = 'full' and not r.dry_run
            and r.status in ('completed', 'completed_with_errors', 'failed')
            and r.error_type is distinct from 'superseded'
          order by r.queued_at desc
          limit 1) run on true
   where run.status = 'failed' or s.failed_looks >= ${FAILED_LOOKS}::int`;

const NEEDS_ATTENTION = sqlPart`
  select 'store_needs_attention', tenant_id, id, true, jsonb_build_object('message', status_detail)
    from watched
   where status = 'needs_attention'`;

const APPROVAL_WAITING = sqlPart`
  select distinct on (r.tenant_id, r.store_id) 'approval_waiting', r.tenant_id, r.store_id, true,
         jsonb_build_object('run_id', r.id)
    from sync_runs r
    join watched s on s.tenant_id = r.tenant_id and s.id = r.store_id
   where r.status = 'awaiting_approval'
   order by r.tenant_id, r.store_id, r.queued_at desc`;

/**
 * A run of the last day created or switched off very much, unless nothing had been read whole before it. It is over when a day has
 * passed: then it is no news, and the run stays listed.
 */
const UNUSUAL_CHANGE = sqlPart`
  select distinct on (r.tenant_id, r.store_id) 'unusual_change', r.tenant_id, r.store_id, true,
         jsonb_build_object('run_id', r.id, 'created', r.created, 'deactivated', r.deactivated, 'products', r.products)
    from (select r.tenant_id, r.store_id, r.id, r.queued_at,
                 (r.counts #>> '{products,created}')::bigint as created,
                 (r.counts #>> '{products,deactivated}')::bigint as deactivated,
                 greatest(s.product_count, case when r.mode = 'full' then (r.counts #>> '{products,seen}')::bigint end, 1)
                   as products
            from sync_runs r
            join watched s on s.tenant_id = r.tenant_id and s.id = r.store_id
           where r.finished_at > now() - interval '1 day' and not r.dry_run
             and greatest((r.counts #>> '{products,created}')::bigint, (r.counts #>> '{products,deactivated}')::bigint) > 20) r
   where ((r.created > ${MUCH.products}::int and r.created * 100 > r.products * ${MUCH.percent}::int)
       or (r.deactivated > ${MUCH.products}::int and r.deactivated * 100 > r.products * ${MUCH.percent}::int))
     and exists (select from sync_runs earlier
                  where earlier.tenant_id = r.tenant_id and earlier.store_id = r.store_id and earlier.mode = 'full'
                    and not earlier.dry_run and earlier.queued_at < r.queued_at
                    and earlier.status in ('completed', 'completed_with_errors'))
   order by r.tenant_id, r.store_id, r.queued_at desc`;

/** A store whose looks fail is late for that, which is told already. */
const STORE_LATE = sqlPart`
  select 'store_late', tenant_id, id, failed_looks = 0,
         jsonb_build_object('last_at', greatest(last_checked_at, last_success_at))
    from stores
   where ${IS_LATE} and id in (select id from watched)`;

/** Those that were not tried yet since the store was connected refuse nothing; what refused before is not right for that. */
const WEBHOOKS_IN_TROUBLE = sqlPart`
  select 'webhooks_in_trouble', s.tenant_id, s.id,
         w.looked_at is not null and w.reason is distinct from ${NOT_TRIED}::text,
         jsonb_build_object('message', w.reason)
    from store_webhooks w
    join watched s on s.tenant_id = w.tenant_id and s.id = w.store_id
   where w.state = 'refused' and s.status = 'active'`;

const SET_ASIDE_GREW = sqlPart`
  select 'set_aside_grew', tenant_id, id, true,
         jsonb_build_object('set_aside', set_aside_count, 'products', product_count)
    from watched
   where set_aside_count > ${SET_ASIDE.products}::int and set_aside_count * 100 > product_count * ${SET_ASIDE.percent}::int`;

/** Everything that is wrong with stores now, a row a kind and store. `opens` false keeps open what is, and opens nothing. */
export const WRONG_NOW: SqlPart = sqlPart`
  with watched as materialized (${WATCHED})
  select * from (
         (${RUN_FAILED}) union all (${NEEDS_ATTENTION}) union all (${APPROVAL_WAITING}) union all (${UNUSUAL_CHANGE})
         union all (${STORE_LATE})
         union all (${WEBHOOKS_IN_TROUBLE}) union all (${SET_ASIDE_GREW})
  ) wrong (kind, tenant_id, store_id, opens, facts)`;
