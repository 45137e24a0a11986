import { existsSync, readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { z } from 'zod';
import { type Environment, readEnvironment } from '../src/config.ts';
import { causeName } from '../src/core/cause-name.ts';
import { AttritionError, toAttritionError } from '../src/core/errors.ts';
import { faultSentence } from '../src/core/fault-sentences.ts';
import type { Language } from '../src/core/language.ts';
import type { Clock } from '../src/core/ports/clock.ts';
import { systemClock } from '../src/core/ports/clock.ts';
import type { StoreLocation } from '../src/store/open-database.ts';
import { type Say, sayIn } from './words.ts';

/** Exit codes, as for any command line: done, not done, wrong options, stopped by hand. */
const EXIT = { good: 0, bad: 1, usage: 2, stopped: 130 };

export interface CommandDeps {
  /** By default the program's own environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  /** Complaints go here. */
  readonly err: (text: string) => void;
  readonly clock?: Clock;
  readonly signal: AbortSignal;
}

/** What a command works with. */
export interface Desk {
  readonly env: Environment;
  readonly say: Say;
  /** Prints a line. */
  readonly tell: (line: string) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A command's own options; every command takes --lang and --help. */
type Options = NonNullable<ParseArgsConfig['options']>;
type Given = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export interface Command {
  readonly usage: 'backupUsage' | 'restoreUsage' | 'moveUsage';
  readonly options: Options;
  /** How many files it takes, at least and at most. */
  readonly files: readonly [number, number];
  run(files: readonly string[], options: Given, desk: Desk): Promise<void>;
}

const COMMON: Options = {
  lang: { type: 'string', default: 'en' },
  help: { type: 'boolean', short: 'h', default: false },
};

function parsed(argv: readonly string[], { options, files }: Command) {
  try {
    const given = parseArgs({ args: [...argv], options: { ...options, ...COMMON }, allowPositionals: true });
    const [least, most] = files;
    const count = given.positionals.length;
    const fits = (count >= least && count <= most) || given.values.help === true;
    return fits && ['en', 'zh'].includes(String(given.values.lang)) ? given : null;
  } catch {
    // An option we don't have: the usage says which there are.
    return null;
  }
}

/** Drivers' faults carry codes; whatever has none is a fault of ours, and its own words help whoever reports it. */
function faultOf(thrown: unknown): AttritionError {
  if (thrown instanceof AttritionError) return thrown;
  const isCoded = thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string';
  return isCoded ? new AttritionError('store-unreachable', {}, thrown) : toAttritionError(thrown);
}

function sentenceOf(thrown: unknown, language: Language): string {
  const fault = faultOf(thrown);
  const isVague = fault.code === 'unexpected' || fault.code === 'store-unreachable';
  const cause = isVague && fault.cause !== undefined ? ` (${causeName(fault.cause)})` : '';
  return faultSentence(fault.code, fault.detail, language, (text) => text) + cause;
}

/** Runs a command and resolves to its exit code. */
export async function runCommand(command: Command, argv: readonly string[], deps: CommandDeps): Promise<number> {
  const given = parsed(argv, command);
  const language: Language = given?.values.lang === 'zh' ? 'zh' : 'en';
  const say = sayIn(language);
  if (given === null || given.values.help === true) {
    (given === null ? deps.err : deps.out)(`${say(command.usage)}\n`);
    return given === null ? EXIT.usage : EXIT.good;
  }
  const tell = (line: string) => deps.out(`${line}\n`);
  try {
    const desk = { say, tell, clock: deps.clock ?? systemClock, signal: deps.signal };
    await command.run(given.positionals, given.values, { ...desk, env: readEnvironment(deps.env) });
    return EXIT.good;
  } catch (error) {
    deps.err(`${deps.signal.aborted ? say('stopped') : sentenceOf(error, language)}\n`);
    return deps.signal.aborted ? EXIT.stopped : EXIT.bad;
  }
}

/** Runs a command as the program that was started. */
export async function runAsProgram(command: Command): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  process.exitCode = await runCommand(command, process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    signal: stop.signal,
  });
}

/** The database that the bot uses by these settings. */
export function databaseOf(env: Environment): StoreLocation {
  return env.DATABASE_URL === undefined
    ? { kind: 'pglite', folder: env.DATA_DIR }
    : { kind: 'postgres', url: env.DATABASE_URL };
}

/** This program's version, as package.json says it. */
export function programVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
