import { z } from 'zod';
import type { NewOperator } from '../../tenants/operators';
import { Id } from './fields';
import { ExpiresAt } from './key';

export const NewOperatorBody = z
  .strictObject({
    id: Id,
    key: z.string().meta({ description: 'Shown this once: only its hash is kept' }),
    name: z.string(),
    expires_at: ExpiresAt,
  })
  .meta({ id: 'NewOperator' });

export const newOperatorBody = ({ expiresAt, ...operator }: NewOperator) => ({ ...operator, expires_at: expiresAt });
