import { STATUS_CODES } from 'node:http';
import { type Answer, SIGNED_IN_HEADERS } from '../answers/answer';

/** The web server's own page: a wrong path, a rate limit, a refused method. Carries no charset and no Retry-After. */
export function serverPage(status: number): Answer {
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  const body = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx/1.22.1</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
  return { status, headers: { 'Content-Type': 'text/html' }, body };
}

/** The page WordPress dies with: 500 for an uncaught PHP error, 503 with Retry-After while something is updated. */
function wordPressPage(status: 500 | 503): Answer {
  const isUpdate = status === 503;
  const message = isUpdate
    ? 'Briefly unavailable for scheduled maintenance. Check back in a minute.'
    : '<p>There has been a critical error on this website.</p>';
  return {
    status,
    headers: {
      ...SIGNED_IN_HEADERS,
      'Content-Type': 'text/html; charset=UTF-8',
      ...(isUpdate && { 'Retry-After': '600' }),
    },
    body: [
      '<!DOCTYPE html>',
      '<html lang="en-US">',
      '<head>',
      '\t<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />',
      `\t<title>${isUpdate ? 'Maintenance' : 'WordPress &rsaquo; Error'}</title>`,
      '</head>',
      '<body id="error-page">',
      `\t<div class="wp-die-message">${message}</div></body>`,
      '</html>',
      '',
    ].join('\n'),
  };
}

/** The page that a failing request of this status usually shows. */
export function errorPage(status: number): Answer {
  return status === 500 || status === 503 ? wordPressPage(status) : serverPage(status);
}

/** The theme's empty 404: WordPress is there, the path is not. */
export function themeNotFound(): Answer {
  return { status: 404, headers: { ...SIGNED_IN_HEADERS, 'Content-Type': 'text/html; charset=UTF-8' }, body: '' };
}
