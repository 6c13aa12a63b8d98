ALTER TABLE "audit_logs" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "audit_logs" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "audit_logs" ADD COLUMN "outcome" text DEFAULT 'done';--> statement-breakpoint
ALTER TABLE "audit_logs" ADD COLUMN "outcome_of" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_logs_outcome" ON "audit_logs" USING btree ("outcome_of") WHERE outcome_of is not null;