import type { Database } from '../../../src/database/database';
import { connectDatabase } from '../../../src/database/database';
import { noteAnswered } from '../../../src/stores/due/note-look';
import { clearAttention } from '../../../src/stores/update-store';
import { type TwoTenants, twoTenants } from '../../database/two-tenants';
import { untilLocked } from '../../support/until-locked';
import { putHint } from '../inbox-rows';

let world: TwoTenants;
let other: Database;
beforeAll(async () => {
  world = await twoTenants();
  other = connectDatabase(world.url, { connections: 2 });
});
afterAll(async () => {
  await other.close();
  await world.close();
});

it('lets a run that is closed and a look that is answered release what was held at once, and neither begin anew', async () => {
  const { tenantId, storeId } = world.acme;
  const id = await putHint(world.database, { tenantId, storeId }, ['1']);
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`update webhook_events set held_by = 'credentials' where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    await sql`update stores set status = 'needs_attention' where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid`;
  });
  let begun = 0;
  const { closed } = await other.withTenant(tenantId, async (sql) => {
    begun++;
    // As `placeNext` does before it.
    await sql`select from stores where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid for no key update`;
    const closed = world.database.withTenant(tenantId, async (its) => {
      begun++;
      await clearAttention(its, storeId);
    });
    await untilLocked('the run', world.url);
    await noteAnswered(sql, storeId);
    return { closed };
  });
  await closed;
  expect(begun).toBe(2);
});
