CREATE TABLE "search_texts" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" uuid NOT NULL,
	"product_ids" uuid[] NOT NULL,
	"texts" text NOT NULL,
	CONSTRAINT "search_texts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "search_texts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "search_texts_tenant" ON "search_texts" AS PERMISSIVE FOR ALL TO public USING ("search_texts"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK ("search_texts"."tenant_id" = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
-- What a search for a part of a text looks through. Not immutable, as concat_ws is not, so that it is inlined.
create function "search_text"("title" text, "sku" text, "vendor" text, "tags" text[], "skus" text[]) returns text
  language sql stable parallel safe
  return translate(lower(concat_ws(chr(10), "title", "sku", "vendor", array_to_string("tags", chr(10)),
                                   array_to_string("skus", chr(10)))), chr(30), '');--> statement-breakpoint
-- Force lifted within this transaction: else the policies would show the migration no product, and it would write nothing.
alter table "products" no force row level security;--> statement-breakpoint
alter table "product_variants" no force row level security;--> statement-breakpoint
insert into "search_texts" (tenant_id, product_ids, texts)
select tenant_id, array_agg(id order by number), string_agg(text, chr(30) order by number)
  from (
    select row_number() over (partition by p.tenant_id order by p.id) as number, p.tenant_id, p.id,
           search_text(p.title, p.sku, p.vendor, p.tags, array(
             select v.sku from product_variants v where v.tenant_id = p.tenant_id and v.product_id = p.id)) as text
      from products p
  ) product
 group by tenant_id, (number - 1) / 250;--> statement-breakpoint
do $$
begin
  if (select coalesce(sum(cardinality(product_ids)), 0) from search_texts) <> (select count(*) from products) then
    raise exception 'search_texts holds other products than products: was row-level security forced?';
  end if;
end $$;--> statement-breakpoint
alter table "products" force row level security;--> statement-breakpoint
alter table "product_variants" force row level security;--> statement-breakpoint
-- The programs' role owns the table (I9).
alter table "search_texts" force row level security;
