import type { SystemSql } from '../database/sql';

export interface StoreOnPort {
  id: string;
  port: number;
}

/** Stores whose requests are refused because their port is none of those that stores may have. Shops of a domain have none. */
export async function storesOnOtherPorts(sql: SystemSql, allowed: readonly number[]): Promise<StoreOnPort[]> {
  const { rows } = await sql<{ id: string; address: string }>`
    select id, address from stores
     where status <> 'disconnected' and address ~ '^https://[^/]*:[0-9]+(/|$)'
     order by id`;
  return rows
    .map(({ id, address }) => ({ id, port: Number(new URL(address).port) }))
    .filter(({ port }) => !allowed.includes(port));
}

/** null where there is none. For people: what is refused from now on, and the setting that allows it. */
export function aboutOtherPorts(stores: readonly StoreOnPort[], allowed: readonly number[]): string | null {
  if (stores.length === 0) return null;
  const ports = [...new Set([...allowed, ...stores.map(({ port }) => port)])].sort((a, b) => a - b);
  return [
    `Stores on ports that stores may not have: their next requests are refused as store_forbidden. If they are meant, set STORE_PORTS=${ports.join(',')} for the API and the workers:`,
    ...stores.map(({ id, port }) => `  ${id} on port ${port}`),
  ].join('\n');
}
