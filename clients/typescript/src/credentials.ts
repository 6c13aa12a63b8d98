/** A key of a tenant; or an operator's, who acts for one tenant where its id stands beside. */
export type Credentials = { tenantId: string; key: string } | { operatorKey: string; tenantId?: string };

/** The headers that say who is calling. Without credentials a browser's own session decides. */
export function headersOf(credentials: Credentials | undefined): Record<string, string> {
  if (credentials === undefined) return {};
  if ('key' in credentials) return { 'X-TENANT-ID': credentials.tenantId, 'X-TENANT-API-KEY': credentials.key };
  const { operatorKey, tenantId } = credentials;
  return { 'X-OPERATOR-KEY': operatorKey, ...(tenantId === undefined ? {} : { 'X-TENANT-ID': tenantId }) };
}
