import { withShop } from './shopify-client';

const LEVELS = `{ products(first: 1) { nodes { title variants(first: 1) { nodes {
  inventoryItem { tracked inventoryLevels(first: 1) { nodes { isActive } } } } } } } }`;

it('denies the fields outside the granted scopes and grants them with the scope', async () => {
  await withShop({ products: 1, scopes: ['read_products'] }, async ({ ask }) => {
    const { data, errors } = await ask(LEVELS);

    expect(data).toBeNull();
    expect(errors?.[0]).toMatchObject({
      message: 'Access denied for inventoryLevels field. Required access: `read_inventory` access scope.',
      path: ['products', 'nodes', 0, 'variants', 'nodes', 0, 'inventoryItem', 'inventoryLevels'],
      extensions: { code: 'ACCESS_DENIED' },
    });
  });
  await withShop({ products: 1 }, async ({ ask }) => {
    expect((await ask(LEVELS)).errors).toBeUndefined();
  });
});

it('denies only the nullable field and keeps the rest of the data', async () => {
  await withShop({ products: 1 }, async ({ ask }) => {
    const { data, errors } = await ask('{ products(first: 1) { nodes { id availablePublicationsCount { count } } } }');

    expect(data.products.nodes).toEqual([{ id: expect.any(String), availablePublicationsCount: null }]);
    expect(errors?.[0].extensions.code).toBe('ACCESS_DENIED');
  });
});

it('says which scopes the app was granted', async () => {
  await withShop({ scopes: ['read_products', 'read_locations'] }, async ({ ask }) => {
    const { data } = await ask('{ currentAppInstallation { accessScopes { handle } } }');

    expect(data.currentAppInstallation.accessScopes).toEqual([
      { handle: 'read_products' },
      { handle: 'read_locations' },
    ]);
  });
});

it('refuses a wrong, a rotated and a revoked token with 401', async () => {
  await withShop({ accessToken: 'shpat_first' }, async ({ shop, send }) => {
    const status = async (token: string) => (await send('{ shop { id } }', {}, token)).status;

    expect(await status('shpat_wrong')).toBe(401);
    expect(await status('shpat_first')).toBe(200);
    const next = shop.rotateToken();
    expect(await status('shpat_first')).toBe(401);
    expect(await status(next)).toBe(200);
    shop.revokeToken();
    expect(await status(next)).toBe(401);
  });
});

it('answers an unknown shop with a page and 404', async () => {
  await withShop({}, async ({ simulator }) => {
    const response = await fetch(`${simulator.url}/shops/nobody.myshopify.com/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      body: '{}',
    });

    expect(response.status).toBe(404);
    expect(await response.text()).toContain('<html>');
  });
});

describe('the client-credentials grant', () => {
  const app = { clientId: 'app-1', clientSecret: 'secret-1' };
  const grant = (origin: string, fields: Record<string, string>, json = false) =>
    fetch(`${origin}/admin/oauth/access_token`, {
      method: 'POST',
      headers: json ? { 'content-type': 'application/json', accept: 'application/json' } : {},
      body: json ? JSON.stringify(fields) : new URLSearchParams(fields),
    });
  const credentials = { grant_type: 'client_credentials', client_id: 'app-1', client_secret: 'secret-1' };

  it.each([false, true])('issues a token that works (JSON: %s)', async (json) => {
    await withShop({ ...app, products: 1 }, async ({ shop, origin, send }) => {
      const response = await grant(origin, credentials, json);
      const body = (await response.json()) as { access_token: string };

      expect(body).toEqual({
        access_token: expect.stringMatching(/^shpat_/),
        scope: 'read_products,read_inventory',
        expires_in: 86_399,
      });
      expect((await send('{ shop { id } }', {}, body.access_token)).status).toBe(200);
      expect(shop.counters.tokensIssued).toBe(1);
    });
  });

  it('refuses a token whose life is over, and only that one', async () => {
    await withShop({ ...app, tokenLifeSeconds: 0 }, async ({ shop, origin, send }) => {
      const body = (await (await grant(origin, credentials)).json()) as { access_token: string; expires_in: number };

      expect(body.expires_in).toBe(0);
      expect((await send('{ shop { id } }', {}, body.access_token)).status).toBe(401);
      expect((await send('{ shop { id } }', {}, shop.accessToken)).status).toBe(200);
    });
  });

  it('refuses a wrong secret, a missing installation and a shop of another organisation', async () => {
    await withShop(app, async ({ shop, origin }) => {
      const answer = async (fields = credentials) => {
        const response = await grant(origin, fields, true);
        return { status: response.status, ...((await response.json()) as object) };
      };

      expect(await answer({ ...credentials, client_secret: 'guessed' })).toMatchObject({
        status: 401,
        error: 'invalid_client',
      });
      shop.grantRefusal = 'app_not_installed';
      expect(await answer()).toMatchObject({ status: 400, error: 'app_not_installed' });
      shop.grantRefusal = 'shop_not_permitted';
      expect(await answer()).toMatchObject({ status: 400, error: 'shop_not_permitted' });
    });
  });
});
