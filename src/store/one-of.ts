import { type Expression, type SqlBool, sql } from 'kysely';

/** True for rows whose column holds one of these: any number in one parameter, where placeholders stop at 65,535. */
export function oneOf(column: string, ids: readonly string[]): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} = any(${[...ids]}::text[])`;
}
