import { Webhook } from 'standardwebhooks';
import type { AlertMessage, ChannelKind, DeliveryType } from '../../model/alerts/channels';
import { isTaken, postToReceiver, type ReceiverOutcome } from '../../platforms/http/post-to-receiver';
import type { StoreSurroundings } from '../../platforms/store-platform';
import type { ChannelAddress } from '../channels/address';
import { mailHtml, mailText, slackText } from '../telling/shown-text';
import { type AlertText, type LinkBases, TEST_TEXT, textOf } from '../telling/texts';
import type { Mailer } from './mailer';

/** One message on its way to its channel. */
export interface Sending extends ChannelAddress {
  channelId: string;
  kind: ChannelKind;
  shown: string;
  isOperators: boolean;
  delivery: { id: string; type: DeliveryType; message: AlertMessage | null; createdAt: Date };
}

export interface SendingMeans {
  mailer: Mailer | null;
  surroundings: StoreSurroundings;
  links: LinkBases;
  signal: AbortSignal;
}

export interface Sent {
  isTaken: boolean;
  status: number | null;
  /** The beginning of the answer, or why there was none. */
  body: string;
  /** What only the log may say of it. */
  reason?: string;
  ms: number;
}

export const NO_MAIL_SERVER = 'SMTP_URL, ALERT_FROM and PUBLIC_URL have to be set for e-mail';

/** Sends a message once. What came of it is a value, whatever it was. */
export async function sendDelivery(sending: Sending, means: SendingMeans): Promise<Sent> {
  const { kind, delivery, isOperators } = sending;
  if (delivery.type === 'confirmation') return sendConfirmation(sending, means);
  const { message } = delivery;
  const text = message === null ? TEST_TEXT : textOf(message, means.links, isOperators);
  if (kind === 'email') {
    return sendMail(sending, means, { subject: text.subject, text: mailText(text), html: mailHtml(text) });
  }
  const body = JSON.stringify(kind === 'slack' ? slackBody(text) : webhookBody(sending, text));
  return post(sending, means, body);
}

/** Slack would fetch the pages of links, and show what strangers wrote there. */
const slackBody = (text: AlertText) => ({ text: slackText(text), unfurl_links: false, unfurl_media: false });

/** `text` is for people; programs read `data`, in which texts of stores are as they are. */
function webhookBody({ delivery: { id, type, message, createdAt } }: Sending, { subject, kept, toDo }: AlertText) {
  return {
    id,
    type: message === null ? 'alert.test' : `alert.${message.event}`,
    at: createdAt.toISOString(),
    data: message === null ? { type } : { ...message, text: { subject, kept, to_do: toDo } },
  };
}

async function post(sending: Sending, { surroundings, signal }: SendingMeans, body: string): Promise<Sent> {
  const { address, secret, kind, shown: name, delivery } = sending;
  const headers = kind === 'webhook' ? signed(secret, delivery.id, body) : {};
  const outcome = await postToReceiver({ url: new URL(address), body, headers, name, signal }, surroundings);
  return sentOf(outcome);
}

/** Standard Webhooks: the id stays, the time is that of this try. */
function signed(secret: string, id: string, body: string): Record<string, string> {
  const at = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

function sentOf(outcome: ReceiverOutcome): Sent {
  const { ms } = outcome;
  if (outcome.kind === 'answered') return { isTaken: isTaken(outcome), status: outcome.status, body: outcome.body, ms };
  return { isTaken: false, status: null, body: outcome.problem, ms };
}

/** The link opens a page that asks once more: mail scanners open links, and press nothing. */
async function sendConfirmation(sending: Sending, means: SendingMeans): Promise<Sent> {
  const { channelId, secret } = sending;
  const { publicUrl } = means.links;
  if (publicUrl === null) return { isTaken: false, status: null, body: NO_MAIL_SERVER, ms: 0 };
  const link = `${publicUrl}/alert-channels/${channelId}/confirm?word=${secret}`;
  const text = [
    'Somebody asked catalog-sync to send alerts about online stores to this address.',
    `If you want them, open this page and confirm: ${link}`,
    'If you do not, do nothing: no other message will come.',
  ].join('\n\n');
  return sendMail(sending, means, { subject: 'Do you want alerts of catalog-sync?', text });
}

async function sendMail(
  { address, delivery }: Sending,
  { mailer }: SendingMeans,
  mail: { subject: string; text: string; html?: string },
): Promise<Sent> {
  if (mailer === null) return { isTaken: false, status: null, body: NO_MAIL_SERVER, ms: 0 };
  const outcome = await mailer.send({ to: address, id: delivery.id, ...mail });
  if (outcome.kind === 'sent') return { isTaken: true, status: null, body: '', ms: outcome.ms };
  return { isTaken: false, status: null, body: outcome.problem, reason: outcome.reason, ms: outcome.ms };
}
