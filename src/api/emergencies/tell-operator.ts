import type { Mailer } from '../../alerts/sending/mailer';
import { slackText } from '../../alerts/telling/shown-text';
import { isTaken, postToReceiver } from '../../platforms/http/post-to-receiver';
import { EMERGENCY_WORDS, type Emergency } from './emergency';

/** Where the operator is told of emergencies: settings, as the database may be what is away. */
export interface EmergencyReceivers {
  url: string | null;
  email: string | null;
  mailer: Mailer | null;
}

/** The operator's own addresses may be inner ones. */
const ANYWHERE = { allowPrivateStores: true, storePorts: [] };

/** Tells all receivers. Answers whether one of them took it. */
export async function tellOperator(
  { url, email, mailer }: EmergencyReceivers,
  { what, event, id }: { what: Emergency; event: 'away' | 'back'; id: string },
  signal: AbortSignal,
): Promise<boolean> {
  const words = EMERGENCY_WORDS[what];
  const [subject, kept, toDo] = event === 'away' ? [words.away, words.kept, words.toDo] : [words.back, '', ''];
  const lines = [subject, ...(kept === '' ? [] : [`Kept: ${kept}`, `To do: ${toDo}`])];

  async function post(address: string): Promise<boolean> {
    const text = slackText({ subject, stores: [], more: 0, kept, toDo });
    // Slack reads `text`; programs read the rest.
    const body = JSON.stringify({ text, id, type: `emergency.${event}`, at: new Date().toISOString(), data: { what } });
    const request = { url: new URL(address), body, headers: {}, name: 'EMERGENCY_URL', signal };
    return isTaken(await postToReceiver(request, ANYWHERE));
  }

  async function mail(to: string): Promise<boolean> {
    const outcome = await mailer?.send({ to, subject, text: lines.join('\n\n'), id });
    return outcome?.kind === 'sent';
  }

  const told = await Promise.all([...(url === null ? [] : [post(url)]), ...(email === null ? [] : [mail(email)])]);
  return told.includes(true);
}
