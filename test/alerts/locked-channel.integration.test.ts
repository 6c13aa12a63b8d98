import { addDelivery } from '../../src/alerts/channels/add-delivery';
import { deleteChannel } from '../../src/alerts/channels/keep-channel';
import { lockChannel } from '../../src/alerts/channels/lock-channel';
import { noteSent } from '../../src/alerts/sending/carry-deliveries';
import { connectDatabase, type Database } from '../../src/database/database';
import { untilLocked } from '../support/until-locked';
import { type TellingWorld, tellingWorld } from './telling-world';

let world: TellingWorld;
/** Of a second process. */
let another: Database;
beforeEach(async () => {
  world = await tellingWorld();
  another = connectDatabase(world.url, { connections: 1 });
});
afterEach(async () => {
  await another.close();
  await world.close();
});

const TAKEN = { isTaken: true, status: 200, body: '', ms: 1 };

/** A channel with one message that was just sent. */
async function sentOne() {
  const { tenantId } = world.acme;
  const { channel } = await world.channel(tenantId, {});
  const id = await world.database.withTenant(tenantId, (sql) => addDelivery(sql, channel, 'test'));
  const note = () =>
    another.withTenant(tenantId, (sql) => noteSent(sql, { tenantId, channelId: channel.id }, id, TAKEN));
  return { tenantId, channel, note };
}

it('goes on with a message that was added while another one was noted as sent', async () => {
  const { tenantId, channel, note } = await sentOne();
  const noted = await world.database.withTenant(tenantId, async (sql) => {
    await lockChannel(sql, channel.id);
    const noting = note();
    await untilLocked('the note of what was sent', world.url);
    await addDelivery(sql, channel, 'test');
    return [noting];
  });
  expect(await Promise.all(noted)).toEqual([true]);
});

it('deletes a channel while a message to it is noted as sent', async () => {
  const { tenantId, channel, note } = await sentOne();
  const noted = await world.database.withTenant(tenantId, async (sql) => {
    await lockChannel(sql, channel.id);
    const noting = note();
    await untilLocked('the note of what was sent', world.url);
    expect(await deleteChannel(sql, tenantId, channel.id)).toBe(true);
    return [noting];
  });
  expect(await Promise.all(noted)).toEqual([false]);
});
