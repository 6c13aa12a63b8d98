import { jsonAnswer, restError } from '../answers/answer';
import { writeJson } from '../answers/json';
import { CURRENCIES, currencyOf } from '../catalogue/currencies';
import type { RawFields, RawValue } from '../catalogue/raw';
import { parseSelection } from '../listing/select-fields';
import type { ShopState } from '../shop-state';
import { type Asked, CANNOT_LIST, CANNOT_VIEW, type Route } from './route';

const ALLOW_SETTING = 'GET, POST, PUT, PATCH';

export const settingRoutes: readonly Route[] = [
  {
    path: /^\/wc\/v3\/data\/currencies\/current\/?$/,
    method: 'GET',
    allow: 'GET',
    denied: CANNOT_LIST,
    handle({ shop }) {
      const { name, symbol } = currencyOf(shop.currency);
      const collection = `${shop.homeUrl}/wp-json/wc/v3/data/currencies`;
      const self = [{ href: `${collection}/${shop.currency}`, targetHints: { allow: ['GET'] } }];
      const links = { self, collection: [{ href: collection }] };
      return jsonAnswer(200, writeJson({ code: shop.currency, name, symbol, _links: links }));
    },
  },
  {
    path: /^\/wc\/v3\/settings\/general\/?$/,
    method: 'GET',
    allow: 'GET',
    denied: CANNOT_LIST,
    handle: (asked) => {
      const shown = settings(asked.shop).map((setting) => settingJson(asked, setting, '/settings/general'));
      return jsonAnswer(200, `[${shown.join(',')}]`, { 'X-WP-Total': String(shown.length), 'X-WP-TotalPages': '1' });
    },
  },
  {
    path: /^\/wc\/v3\/settings\/general\/(\w+)\/?$/,
    method: 'GET',
    allow: ALLOW_SETTING,
    denied: CANNOT_VIEW,
    handle(asked) {
      const setting = settings(asked.shop).find(({ id }) => id === asked.path[0]);
      if (setting === undefined) return restError(404, 'rest_setting_setting_invalid', 'Invalid setting.');
      return jsonAnswer(200, settingJson(asked, { ...setting, group_id: 'general' }, 'single'));
    },
  },
  {
    path: /^\/wc\/v3\/system_status\/?$/,
    method: 'GET',
    allow: 'GET',
    denied: CANNOT_VIEW,
    handle: ({ shop, query }) =>
      jsonAnswer(200, shop.writeItem(systemStatus(shop), {}, 'status', parseSelection(query.list('_fields')))),
  },
];

function settingJson({ shop, query }: Asked, setting: RawFields, place: string): string {
  const collection = `${shop.homeUrl}/wp-json/wc/v3/settings/general`;
  const self = [{ href: `${collection}/${setting.id}`, targetHints: { allow: ALLOW_SETTING.split(', ') } }];
  const links = { self, collection: [{ href: collection }] };
  return shop.writeItem(setting, links, place, parseSelection(query.list('_fields')));
}

function settings({ currency }: ShopState): readonly RawFields[] {
  const options = Object.fromEntries(
    Object.entries(CURRENCIES).map(([code, { name, symbol }]) => [code, `${name} (${symbol}) — ${code}`]),
  );
  const { decimals } = currencyOf(currency);
  return [
    setting('woocommerce_default_country', 'Country / State', 'single_select_country', 'US:CA', 'DE:DE-BE'),
    setting('woocommerce_calc_taxes', 'Enable taxes', 'checkbox', 'no', 'yes'),
    { ...setting('woocommerce_currency', 'Currency', 'select', 'USD', currency), options },
    setting('woocommerce_price_num_decimals', 'Number of decimals', 'number', '2', String(decimals)),
  ];
}

function setting(id: string, label: string, type: string, byDefault: string, value: RawValue): RawFields {
  return { id, label, description: '', type, default: byDefault, tip: '', value };
}

function systemStatus({ homeUrl, version, currency }: ShopState): RawFields {
  const { symbol, decimals } = currencyOf(currency);
  return {
    environment: {
      home_url: homeUrl,
      site_url: homeUrl,
      version,
      wp_version: '6.9.1',
      wp_multisite: false,
      wp_cron: false,
      language: 'en_US',
      server_info: 'nginx/1.22.1',
      php_version: '8.2.36',
      php_max_execution_time: 30,
      default_timezone: 'UTC',
    },
    settings: {
      api_enabled: false,
      force_ssl: false,
      currency,
      currency_symbol: symbol,
      currency_position: 'left',
      thousand_separator: ',',
      decimal_separator: '.',
      number_of_decimals: decimals,
    },
  };
}
