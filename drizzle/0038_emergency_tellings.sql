CREATE TABLE "emergency_tellings" (
	"what" text PRIMARY KEY NOT NULL,
	"event" text NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "emergency_tellings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
alter table "emergency_tellings" force row level security;--> statement-breakpoint
CREATE POLICY "emergency_tellings_system_select" ON "emergency_tellings" AS PERMISSIVE FOR SELECT TO public USING ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "emergency_tellings_system_insert" ON "emergency_tellings" AS PERMISSIVE FOR INSERT TO public WITH CHECK ((select current_setting('app.scope', true) = 'system'));--> statement-breakpoint
CREATE POLICY "emergency_tellings_system_update" ON "emergency_tellings" AS PERMISSIVE FOR UPDATE TO public USING ((select current_setting('app.scope', true) = 'system')) WITH CHECK ((select current_setting('app.scope', true) = 'system'));