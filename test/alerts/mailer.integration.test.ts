import { createMailer } from '../../src/alerts/sending/mailer';
import { startMailServer } from './mail-server';

it('keeps what the mail server says to the log, and tells tenants its code alone', async () => {
  const server = await startMailServer();
  try {
    const smtpUrl = server.smtpUrl.replace('pass-word', 'another');
    const mailer = createMailer({ smtpUrl, alertFrom: 'alerts@example.com' });
    expect(await mailer?.send({ to: 'a@example.com', subject: 'S', text: 'T', id: '1' })).toEqual({
      kind: 'not_sent',
      problem: "the operator's mail server did not take it (SMTP 535)",
      reason: expect.stringContaining('wrong password'),
      ms: expect.any(Number),
    });
  } finally {
    await server.close();
  }
});
