import { withShop } from './shopify-client';

const HOUR = 3_600;
const DAY = 24 * HOUR;

const inSeconds = (time: string) => Math.round((Date.parse(time) - Date.now()) / 1_000);

it.each([HOUR, -HOUR, DAY, -DAY])('tells and dates everything by its own clock, %s seconds ahead', async (ahead) => {
  await withShop({ products: 2, clockOffsetSeconds: ahead }, async ({ shop, send, ask }) => {
    const [edited = '', gone = ''] = shop.products.keys();
    shop.patch(edited, { title: 'Edited' });
    shop.remove(gone);
    const since = new Date(Date.now() + (ahead - 60) * 1_000).toISOString();

    const { headers } = await send('{ shop { id } }');
    const { data } = await ask(
      `query ($changed: String!, $destroyed: String!) {
        products(first: 5, query: $changed) { nodes { updatedAt } }
        events(first: 5, query: $destroyed) { nodes { createdAt } } }`,
      {
        changed: `updated_at:>='${since}'`,
        destroyed: `subject_type:PRODUCT action:destroy created_at:>='${since}'`,
      },
    );

    const times = [headers.get('date'), data.products.nodes[0]?.updatedAt, data.events.nodes[0]?.createdAt];
    for (const time of times) expect(Math.abs(inSeconds(time ?? '') - ahead)).toBeLessThan(60);
  });
});

it('may have its clock set back over the control API while it lives', async () => {
  await withShop({ products: 1 }, async ({ simulator, shop, send }) => {
    const body = JSON.stringify([{ op: 'clock', offsetSeconds: -DAY }]);
    await fetch(`${simulator.url}/__control/shops/${shop.domain}/changes`, { method: 'POST', body });
    const { headers } = await send('{ shop { id } }');
    expect(Math.abs(inSeconds(headers.get('date') ?? '') + DAY)).toBeLessThan(60);
  });
});
