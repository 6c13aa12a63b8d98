-- Forced: the programs' role owns the tables, and an owner passes by policies that are only enabled (I9).
alter table "api_keys" force row level security;--> statement-breakpoint
alter table "audit_logs" force row level security;--> statement-breakpoint
alter table "change_counters" force row level security;--> statement-breakpoint
alter table "collections" force row level security;--> statement-breakpoint
alter table "missing_products" force row level security;--> statement-breakpoint
alter table "product_changes" force row level security;--> statement-breakpoint
alter table "product_variants" force row level security;--> statement-breakpoint
alter table "products" force row level security;--> statement-breakpoint
alter table "rejected_products" force row level security;--> statement-breakpoint
alter table "run_differences" force row level security;--> statement-breakpoint
alter table "staged_pages" force row level security;--> statement-breakpoint
alter table "stores" force row level security;--> statement-breakpoint
alter table "sync_pages" force row level security;--> statement-breakpoint
alter table "sync_runs" force row level security;--> statement-breakpoint
alter table "sync_sweeps" force row level security;--> statement-breakpoint
alter table "tenants" force row level security;--> statement-breakpoint
alter table "webhook_events" force row level security;--> statement-breakpoint
alter table "webhook_logs" force row level security;--> statement-breakpoint
-- Pages on their way need no write-ahead log: after a database crash the run reads them again.
alter table "staged_pages" set unlogged;--> statement-breakpoint
-- Written once, read once and deleted: compressing them costs more than it saves.
alter table "staged_pages"
  alter column "docs" set storage external,
  alter column "categories" set storage external,
  alter column "rejected" set storage external;
