CREATE TABLE "operators" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"replaced_by" uuid,
	CONSTRAINT "operators_prefix" UNIQUE("prefix")
);
--> statement-breakpoint
ALTER TABLE "operators" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "replaced_by" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "operators_name" ON "operators" USING btree ("name") WHERE revoked_at is null and replaced_by is null;--> statement-breakpoint
CREATE POLICY "operators_system_select" ON "operators" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "operators_system_insert" ON "operators" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "operators_system_update" ON "operators" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
alter table "operators" force row level security;
