import type { TenantSql } from '../../database/sql';
import type { StorePlatform } from '../../platforms/store-platform';
import type { Sealer } from '../sealed-credentials';
import type { Store } from '../store';
import { keepFormerSecret } from './keep-secret';
import { askForLook } from './registration';

interface Connected {
  store: Pick<Store, 'id'>;
  credentials: unknown;
  /** Those that they took the place of, sealed; null: there were none. */
  sealedBefore: Buffer | null;
}

/**
 * A store was connected, perhaps again: its webhooks are looked after soon, as connecting must stay quick. Where one of the
 * credentials signs its deliveries and is another one now, the former is taken for as long as the shop signs with it.
 */
export async function noteConnected(
  sql: TenantSql,
  sealer: Sealer,
  { webhooks: format, keptCredentials }: StorePlatform,
  { store: { id: storeId }, credentials, sealedBefore }: Connected,
): Promise<void> {
  await askForLook(sql, storeId, { byNewCredentials: true });
  const signing = format?.signingSecret;
  if (signing === undefined || sealedBefore === null) return;
  const former = formerOf(() => {
    const owner = { tenantId: sql.tenantId, storeId, purpose: 'credentials' } as const;
    return signing(keptCredentials.parse(sealer.unseal(owner, sealedBefore)));
  });
  if (former !== null && former !== signing(credentials))
    await keepFormerSecret(sql, sealer, { storeId, secret: former });
}

/** Sealed with a key that is lost, they are what the store is connected again for. */
function formerOf(read: () => string | null): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
