export type Verb = 'select' | 'insert' | 'update' | 'delete';

export interface TableGrant {
  readonly verbs: readonly Verb[];
  /** Columns that no `select` shows, whatever the policies say. They can be written. */
  readonly unseen?: readonly string[];
}

/**
 * What the programs' role may do where another one owns the schema: what they do, and no more. Whose rows, the policies
 * say. A new table needs its line here: without it the programs may nothing with it.
 */
export const TABLE_GRANTS: Readonly<Record<string, TableGrant>> = {
  tenants: { verbs: ['select', 'insert', 'update'] },
  api_keys: { verbs: ['select', 'insert', 'update'] },
  operators: { verbs: ['select', 'insert', 'update'] },
  request_counts: { verbs: ['select', 'insert', 'update', 'delete'] },
  idempotency_keys: { verbs: ['select', 'insert', 'update', 'delete'] },
  change_counters: { verbs: ['select', 'insert', 'update'] },
  // Sealed credentials are read by `sealed_credentials_of` alone.
  stores: { verbs: ['select', 'insert', 'update'], unseen: ['sealed_credentials'] },
  products: { verbs: ['select', 'insert', 'update'] },
  product_variants: { verbs: ['select', 'insert', 'update'] },
  collections: { verbs: ['select', 'insert', 'update'] },
  product_changes: { verbs: ['select', 'insert', 'delete'] },
  search_texts: { verbs: ['select', 'insert', 'delete'] },
  staged_pages: { verbs: ['select', 'insert', 'update', 'delete'] },
  bulk_lines: { verbs: ['select', 'insert', 'delete'] },
  sync_pages: { verbs: ['select', 'insert', 'delete'] },
  sync_runs: { verbs: ['select', 'insert', 'update', 'delete'] },
  store_days: { verbs: ['select', 'insert', 'update', 'delete'] },
  sync_sweeps: { verbs: ['select', 'insert', 'update'] },
  missing_products: { verbs: ['select', 'insert', 'update', 'delete'] },
  run_differences: { verbs: ['select', 'insert', 'update', 'delete'] },
  rejected_products: { verbs: ['select', 'insert', 'update', 'delete'] },
  webhook_events: { verbs: ['select', 'insert', 'update', 'delete'] },
  store_webhooks: { verbs: ['select', 'insert', 'update', 'delete'] },
  alerts: { verbs: ['select', 'insert', 'update', 'delete'] },
  alert_channels: { verbs: ['select', 'insert', 'update', 'delete'] },
  alert_tellings: { verbs: ['select', 'insert', 'update', 'delete'] },
  alert_deliveries: { verbs: ['select', 'insert', 'update', 'delete'] },
  confirmation_mails: { verbs: ['select', 'insert', 'update', 'delete'] },
  emergency_tellings: { verbs: ['select', 'insert', 'update'] },
  event_endpoints: { verbs: ['select', 'insert', 'update', 'delete'] },
  events: { verbs: ['select', 'insert', 'update', 'delete'] },
  event_deliveries: { verbs: ['select', 'insert', 'update', 'delete'] },
  webhook_logs: { verbs: ['select', 'insert', 'delete'] },
  // Nobody who holds the programs' password can change an entry, or take one away unseen: only those of a closed tenant go,
  // by the functions below, where an entry tells of its deletion. That one stays, and the tenant is never opened again.
  audit_logs: { verbs: ['select', 'insert'] },
};

export const SEQUENCE_GRANTS: readonly string[] = ['observations'];

/** Their signatures, as PostgreSQL writes them. Public may execute none: the migration that makes one takes it away. */
export const FUNCTION_GRANTS: readonly string[] = [
  'search_text(text,text,text,text[],text[])',
  'sealed_credentials_of(uuid,uuid)',
  'enter_tenant(uuid)',
  'delete_lot_of_closed_tenant(uuid,text,integer)',
  'end_closed_tenant(uuid,jsonb)',
];
