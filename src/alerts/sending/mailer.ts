import { createTransport } from 'nodemailer';
import { oneLine } from '../../model/one-line';
import { reasonOf } from '../../process/reason-of';

interface Mail {
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** The same in each try, so that a mailbox may know one that came twice. */
  id: string;
}

/** `problem` may be shown to tenants; `reason` has the words of the operator's server, for the log alone. */
type MailOutcome = { kind: 'sent'; ms: number } | { kind: 'not_sent'; problem: string; reason: string; ms: number };

export interface Mailer {
  send(mail: Mail): Promise<MailOutcome>;
}

export interface MailSettings {
  smtpUrl: string | null;
  alertFrom: string | null;
}

/** One try, connection and all. */
const TIMEOUT_MS = 15_000;

/** null: the operator has set no mail server. */
export function createMailer({ smtpUrl, alertFrom: from }: MailSettings): Mailer | null {
  if (smtpUrl === null || from === null) return null;
  const times = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  // A connection a mail: there are few, and one that is kept breaks unseen.
  const transport = createTransport({ url: smtpUrl, ...times }, { from });
  const { password } = new URL(smtpUrl);
  return {
    async send({ to, subject, text, html, id }) {
      const startedAt = performance.now();
      const ms = () => Math.round(performance.now() - startedAt);
      const messageId = `<${id}@catalog-sync>`;
      try {
        await transport.sendMail({
          to: { name: '', address: to },
          subject: oneLine(subject),
          text,
          messageId,
          ...(html && { html }),
        });
        return { kind: 'sent', ms: ms() };
      } catch (error) {
        return { kind: 'not_sent', problem: problemOf(error), reason: reasonIn(error, password), ms: ms() };
      }
    },
  };
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined;
  return `the operator's mail server did not take it${typeof code === 'number' ? ` (SMTP ${code})` : ''}`;
}

/** Servers say in their own words why they take no mail, and some say what they were sent. */
function reasonIn(error: unknown, password: string): string {
  const reason = oneLine(reasonOf(error)).slice(0, 300);
  return password === '' ? reason : reason.replaceAll(decodeURIComponent(password), '…').replaceAll(password, '…');
}
