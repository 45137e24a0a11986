import { DefaultQueryCompiler } from 'kysely';

/**
 * Loaded into a bot before its own program: kills it, as `kill -9` does, when it is about to send its database a
 * statement that begins like this. No other way hits a moment that lasts a millisecond.
 */
const statement = process.env.DIE_AT ?? '';
const compile = DefaultQueryCompiler.prototype.compileQuery;

DefaultQueryCompiler.prototype.compileQuery = function (...given) {
  const compiled = compile.apply(this, given);
  if (statement !== '' && compiled.sql.startsWith(statement)) process.kill(process.pid, 'SIGKILL');
  return compiled;
};
