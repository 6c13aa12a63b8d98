import { type SqlPart, sqlPart } from '../../database/sql';
import { CANONICAL_FORM } from '../../model/product';

/**
 * In a row of `product_difference`: whether it is one of order alone, against what an older form of the product kept in
 * the order of a store's answer. Then it is no change: the store has no order there, and the row is rewritten quietly.
 */
export function isReordered(): SqlPart {
  return sqlPart`
    (before).form < ${CANONICAL_FORM}::smallint
    and case when field in ('categories', 'tags') then ${asSet(sqlPart`old`)} = ${asSet(sqlPart`new`)}
             when field = 'metadata' then old - 'attributes' = new - 'attributes'
                  and ${asSet(sqlPart`old -> 'attributes'`)} = ${asSet(sqlPart`new -> 'attributes'`)}
             else false end`;
}

function asSet(list: SqlPart): SqlPart {
  return sqlPart`array(select each from jsonb_array_elements(${list}) each order by each)`;
}
