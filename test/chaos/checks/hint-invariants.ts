/** Of what stores told; each answers the rows that break it. */
export const HINT_INVARIANTS: Record<string, string> = {
  'no hint waits once every run has ended': `
    select id, store_id, news, external_ids, held_by, claimed_by, read_again_at
      from webhook_events where state = 'pending'`,
  'what is settled is nobody’s any more, and says by which run or why': `
    select id, store_id, state, run_id, claimed_by, claimed_batch, held_by, handled_at, reason
      from webhook_events
     where state <> 'pending'
       and (claimed_by is not null or claimed_batch is not null or held_by is not null or handled_at is null
            or (run_id is null and reason is null) or (state <> 'refreshed' and reason is null)
            or (state = 'refreshed' and run_id is null))`,
  'whoever settled a hint is a run of its store, and is over': `
    select hint.id, hint.store_id, hint.run_id, run.store_id as of_run, run.status
      from webhook_events hint
      left join sync_runs run on run.tenant_id = hint.tenant_id and run.id = hint.run_id
     where hint.run_id is not null
       and (run.id is null or run.store_id <> hint.store_id or run.finished_at is null)`,
  'what a refreshed hint tells of was asked of the store after it came': `
    select hint.id, hint.store_id, hint.run_id, told.external_id, hint.observation
      from webhook_events hint, unnest(hint.external_ids) told(external_id)
     where hint.state = 'refreshed' and hint.subject = 'product' and hint.reason is null
       and not exists (select from products product
                        where product.tenant_id = hint.tenant_id and product.store_id = hint.store_id
                          and product.external_id = told.external_id and product.observation > hint.observation)
       and not exists (select from sync_pages page
                        where page.tenant_id = hint.tenant_id and page.store_id = hint.store_id and page.lean is null
                          and page.observation > hint.observation and told.external_id = any(page.external_ids))`,
  'a store whose hints are all settled waits for nothing': `
    select store_id, hints_since from store_webhooks where hints_since is not null`,
  'no two hints that nobody is at tell the same': `
    select store_id, deduplication_key, count(*) as times from webhook_events
     where state = 'pending' and claimed_by is null
     group by store_id, deduplication_key having count(*) > 1`,
};
