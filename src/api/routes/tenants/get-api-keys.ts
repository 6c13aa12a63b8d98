import { z } from 'zod';
import { listApiKeys } from '../../../tenants/api-keys';
import { tenantNames } from '../../../tenants/tenant-names';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { problem } from '../../http/problem';
import { route } from '../../http/route';
import { Id } from '../../schemas/fields';
import { LISTED_KEY, listedKey } from '../../schemas/key';
import { Scopes } from '../../schemas/tenant';

const ApiKey = z.strictObject({ ...LISTED_KEY, scopes: Scopes }).meta({ id: 'ApiKey' });

export const getApiKeys = route({
  method: 'get',
  path: '/v1/tenants/:id/api-keys',
  operationId: 'listApiKeys',
  who: 'operator',
  summary: 'List the API keys of a tenant, newest first',
  description:
    'Never a key. Revoked, expired and replaced ones stay listed: the audit log names keys by their ids. A key is good ' +
    'while `revoked_at` is null and `expires_at` is null or ahead.',
  params: z.strictObject({ id: Id }),
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(ApiKey) },

  async handle({ params: { id: tenantId }, query, services: { database } }) {
    const names = await database.readSystem((sql) => tenantNames(sql, [tenantId]));
    if (names.size === 0) return problem('not_found', `There is no tenant ${tenantId}.`);
    return answerPage(query, ['api-keys', tenantId], async (page) => {
      const { items, next } = await database.readSystem((sql) => listApiKeys(sql, { tenantId, ...page }));
      return { items: items.map((key) => ({ ...listedKey(key), scopes: key.scopes })), next };
    });
  },
});
