import { z } from 'zod';

export const WebhookSetupBody = z
  .strictObject({
    delivery_url: z.string(),
    topics: z.array(
      z.strictObject({
        topic: z.string(),
        in_admin: z.string().meta({ description: 'What the shop’s admin calls it' }),
      }),
    ),
    steps: z.array(z.string()).meta({ description: 'What to do in the shop’s admin, in this order' }),
  })
  .meta({ id: 'WebhookSetup' });

export const WebhookSecretBody = z
  .strictObject({
    ...WebhookSetupBody.shape,
    secret: z.string().meta({ description: 'Shown this once. The one before is taken until the next is made' }),
  })
  .meta({ id: 'WebhookSecret' });
