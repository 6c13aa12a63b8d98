import { jsonAnswer } from '../answers/answer';
import { writeJson } from '../answers/json';
import type { Route } from './route';

/** The open pages that describe the site; the real ones are 1.2 MB and 250 kB, these name only what matters. */
export const indexRoutes: readonly Route[] = [
  {
    path: /^\/?$/,
    method: 'GET',
    allow: 'GET',
    handle: ({ shop }) =>
      jsonAnswer(
        200,
        writeJson({
          name: shop.name,
          description: '',
          url: shop.homeUrl,
          home: shop.homeUrl,
          gmt_offset: shop.site.offsetHours(shop.clock.now()),
          timezone_string: '',
          page_for_posts: 0,
          page_on_front: 0,
          show_on_front: 'posts',
          namespaces: ['oembed/1.0', 'wc/v3', 'wc/v2', 'wc/v1', 'wc/store/v1', 'wp/v2'],
          authentication: {},
          routes: {},
          site_logo: 0,
          site_icon: 0,
          site_icon_url: '',
          _links: { help: [{ href: 'https://developer.wordpress.org/rest-api/' }] },
        }),
      ),
  },
  {
    path: /^\/wc\/v3\/?$/,
    method: 'GET',
    allow: 'GET',
    handle: ({ shop }) =>
      jsonAnswer(
        200,
        writeJson({ namespace: 'wc/v3', routes: {}, _links: { up: [{ href: `${shop.homeUrl}/wp-json/` }] } }),
      ),
  },
];
