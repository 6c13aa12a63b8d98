import { z } from 'zod';
import { listOperators } from '../../../tenants/operators';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { route } from '../../http/route';
import { LISTED_KEY, listedKey } from '../../schemas/key';

const Operator = z.strictObject(LISTED_KEY).meta({ id: 'Operator' });

export const getOperators = route({
  method: 'get',
  path: '/v1/operators',
  operationId: 'listOperators',
  who: 'operator',
  summary: 'List the named operators, newest first',
  description:
    'One item a key, never the key itself. Revoked, expired and replaced ones stay listed: the audit log names them. ' +
    'Whoever has `OPERATOR_KEY` of the settings is called `operator`, and stands in no list.',
  query: z.strictObject(pageQuery),
  answers: { 200: pageOf(Operator) },

  async handle({ query, services }) {
    return answerPage(query, ['operators'], async (page) => {
      const { items, next } = await services.database.readSystem((sql) => listOperators(sql, page));
      return { items: items.map(listedKey), next };
    });
  },
});
