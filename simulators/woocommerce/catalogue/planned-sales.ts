import type { RawItem, RawProduct } from './raw';

/** Whether a sale runs at the time of an item's last save; a sale without dates always does. */
export function isOnSale(item: RawItem): boolean {
  const [from, to] = [moment(item, 'from'), moment(item, 'to')];
  const at = item.date_modified_gmt;
  return item.sale_price !== '' && (from === null || from <= at) && (to === null || to > at);
}

/** Action Scheduler's jobs of WooCommerce 10.5: a product is looked at again when its sale starts, and when it ends. */
export function plannedSales() {
  const jobs = new Map<string, string>();
  return {
    /** Plans the next job of a product that was just saved. */
    plan(product: RawProduct): void {
      const ahead = [moment(product, 'from'), moment(product, 'to')]
        .flatMap((at) => at ?? [])
        .filter((at) => product.sale_price !== '' && at > product.date_modified_gmt);
      const next = ahead.sort()[0];
      if (next === undefined) jobs.delete(String(product.id));
      else jobs.set(String(product.id), next);
    },
    forget: (id: string) => void jobs.delete(id),
    due: (now: string): string[] => [...jobs].flatMap(([id, at]) => (at <= now ? [id] : [])),
  };
}

function moment(item: RawItem, end: 'from' | 'to'): string | null {
  const at = item[`date_on_sale_${end}_gmt`];
  return typeof at === 'string' && at !== '' ? at : null;
}
