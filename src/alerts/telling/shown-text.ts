import { encode } from 'html-entities';
import { oneLine } from '../../model/one-line';
import type { AlertText } from './texts';

/** How a text is shown somewhere: what strangers wrote is escaped, and is one line. */
interface Style {
  escape(text: string): string;
  bold(escaped: string): string;
  link(label: string, url: string): string;
  item(escaped: string): string;
  between: string;
}

/**
 * Slack reads `<…>` as links and mentions, and `&` as the beginning of an escape: so a store that is called `<!channel>` calls
 * nobody. Its marks for bold and code only change how a name looks, and are set apart by a space that nobody sees.
 */
const SLACK: Style = {
  escape: (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[*_~`]/g, '$&\u200b')
      .replace(/@(?=channel|here|everyone)/gi, '@\u200b'),
  bold: (text) => `*${text}*`,
  link: (label, url) => `<${url}|${label}>`,
  item: (text) => `• ${text}`,
  between: '\n',
};

const HTML: Style = {
  escape: (text) => encode(text),
  bold: (text) => `<b>${text}</b>`,
  link: (label, url) => `<a href="${encode(url)}">${label}</a>`,
  item: (text) => `<li>${text}</li>`,
  between: '\n',
};

const PLAIN: Style = {
  escape: (text) => text,
  bold: (text) => text,
  link: (label, url) => `${label}: ${url}`,
  item: (text) => `- ${text}`,
  between: '\n',
};

export const slackText = (text: AlertText): string => shown(text, SLACK);

export const mailText = (text: AlertText): string => shown(text, PLAIN);

export const mailHtml = (text: AlertText): string =>
  `<div style="font-family: sans-serif; white-space: pre-line">${shown(text, HTML)}</div>`;

function shown({ subject, stores, more, kept, toDo }: AlertText, style: Style): string {
  const { bold, link, item } = style;
  const lineOf = ({ name, what, links }: AlertText['stores'][number]) =>
    item(
      [
        `${bold(style.escape(oneLine(name)))}: ${style.escape(oneLine(what))}`,
        ...links.map(({ label, url }) => link(label, url)),
      ].join(' '),
    );
  return [
    bold(style.escape(subject)),
    ...stores.map(lineOf),
    ...(more > 0 ? [item(`and ${more} more`)] : []),
    ...(kept === '' ? [] : [`${bold('Kept:')} ${style.escape(kept)}`]),
    ...(toDo === '' ? [] : [`${bold('To do:')} ${style.escape(toDo)}`]),
  ].join(style.between);
}
