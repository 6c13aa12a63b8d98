import { type SqlPart, sqlPart } from '../../database/sql';

/**
 * The status that evidence gives a product: the store's own word where it told one, `trash` in WooCommerce's bin, and
 * `not_found` where the store knows no such id. That is what was seen; `deleted` would be a guess at why, and the last
 * word that it sent (`publish`) is not true any more.
 */
export function statusOf(evidence: SqlPart): SqlPart {
  return sqlPart`
    coalesce(${evidence} ->> 'status',
             case ${evidence} ->> 'kind' when 'trashed' then 'trash' else ${evidence} ->> 'kind' end)`;
}
