import { z } from 'zod';
import { AttritionError } from './core/errors.ts';
import { isTimezone } from './core/recurrence.ts';

const optional = z.string().trim().min(1).optional();
const days = z.coerce.number().int().positive();
const listed = (list: string): readonly string[] => list.split(',').map((part) => part.trim());
/** Ids of people (U…, W…) and of user groups (S…), comma separated. */
const people = z
  .string()
  .transform((list) => listed(list).filter((id) => id !== ''))
  .refine((ids) => ids.every((id) => /^[UWS][A-Z0-9]+$/.test(id)), 'ids of people (U…) or user groups (S…), not names')
  .optional();
/** Ids of workspaces (T…) and organisations (E…), comma separated. */
const workspaces = z
  .string()
  .transform(listed)
  .refine(
    (ids) => ids.every((id) => /^[TE][A-Z0-9]+$/.test(id)),
    'ids of workspaces (T…) or organisations (E…), not names',
  )
  .optional();
/** A guess costs half a second, so that this much withstands guessing. */
const PASSPHRASE_CHARACTERS = 12;
const port = z.coerce.number().int().min(0).max(65_535);

const KEY_BYTES = 32;
const keys = z
  .string()
  .transform((list) => listed(list).map((key) => Buffer.from(key, 'base64')))
  .refine((list) => list.every((key) => key.length === KEY_BYTES), {
    error: `each key must be ${KEY_BYTES} bytes in base64; make one with: openssl rand -base64 ${KEY_BYTES}`,
  });

/** Every variable the program reads; an empty one counts as not set. */
const environmentSchema = z.object({
  SLACK_BOT_TOKEN: optional,
  SLACK_APP_TOKEN: optional,
  SLACK_SIGNING_SECRET: optional,
  /** Of an app that several workspaces install, instead of SLACK_BOT_TOKEN; the four go together. */
  SLACK_CLIENT_ID: optional,
  SLACK_CLIENT_SECRET: optional,
  SLACK_STATE_SECRET: optional,
  /** 32 bytes in base64; several with commas: the first encrypts stored tokens, all of them open them. */
  TOKEN_ENCRYPTION_KEY: keys.optional(),
  /** Workspaces and organisations that may install the app; without it whoever opens the install page may. */
  ALLOWED_WORKSPACES: workspaces,
  /** Another Slack than the commercial one, e.g. https://slack-gov.com/api/, or the local workspace of a test. */
  SLACK_API_URL: z.url().default('https://slack.com/api/'),
  /** `native` streams answers by Slack's own methods (chat.startStream and its kin) instead of edits. */
  SLACK_STREAMING: z.enum(['edits', 'native']).default('edits'),
  /** Port for Slack's HTTP events (with SLACK_SIGNING_SECRET and without SLACK_APP_TOKEN) and for the install pages. */
  PORT: port.default(3000),
  /** Channel ids, comma separated; without it every channel the bot was invited to is allowed. */
  ALLOWED_CHANNELS: optional,
  DATABASE_URL: z.url().optional(),
  /** Shared cache of several processes, redis:// or rediss://; without it each process has its own. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'no redis:// or rediss:// address' }).optional(),
  /** `bot` listens, `worker` reads and writes, `all` does both; more than one process needs DATABASE_URL. */
  ROLE: z.enum(['all', 'bot', 'worker']).default('all'),
  DATA_DIR: z.string().trim().min(1).default('./data'),
  MODELS_FILE: z.string().trim().min(1).default('models.yml'),
  MODEL_URL: z.url().optional(),
  MODEL_NAME: optional,
  MODEL_API_KEY: optional,
  FAST_MODEL_URL: z.url().optional(),
  FAST_MODEL_NAME: optional,
  FAST_MODEL_API_KEY: optional,
  VISION_MODEL_URL: z.url().optional(),
  VISION_MODEL_NAME: optional,
  VISION_MODEL_API_KEY: optional,
  CODEBOOK: z.string().trim().min(1).default('employee-exit'),
  CODEBOOK_DIR: optional,
  /** IANA time zone of digests whose creator names none. */
  DIGEST_TIMEZONE: z.string().trim().refine(isTimezone, 'no IANA time zone, e.g. Asia/Shanghai').default('UTC'),
  PLAYGROUND_PORT: port.default(3100),
  /** Port of /metrics, /healthz and /readyz; off without it. */
  METRICS_PORT: port.optional(),
  /** Loopback by default: the metrics are for the operator's own network. */
  METRICS_HOST: z.string().trim().min(1).default('127.0.0.1'),
  /** Who may read the audit. */
  ADMIN_USERS: people,
  /** Without it everybody in an allowed channel is an HR partner, but for the line managers. */
  PARTNER_USERS: people,
  /** Line managers: counts only, no words of anybody. */
  MANAGER_USERS: people,
  /**
   * Who is told of statements that belong with a person: a user id (direct message) or a channel id; with several
   * workspaces one for each, as workspace:id with commas.
   */
  ALERT_TO: optional,
  /** Days until files and interviews are deleted; kept without it. */
  RETENTION_INTERVIEW_DAYS: days.optional(),
  /** Days until reports, answers and our messages are deleted; kept without it. */
  RETENTION_REPORT_DAYS: days.optional(),
  /** Encrypts backups and opens encrypted ones. */
  BACKUP_PASSPHRASE: z.string().min(PASSPHRASE_CHARACTERS).optional(),
  MAX_FILE_MB: z.coerce.number().positive().default(50),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Environment = z.infer<typeof environmentSchema>;

/**
 * Reads the environment once; names every fault in one error.
 *
 * @example readEnvironment({ DATA_DIR: '/var/lib/attrition' }).PORT // 3000
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (parsed.success) return checkTogether(parsed.data);
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AttritionError('config-invalid', { file: 'environment', reason: faults.join('; ') });
}

const OAUTH = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'TOKEN_ENCRYPTION_KEY'] as const;

/** One workspace by its token, or several by OAuth, and one way to be told of events. */
function checkSlack(env: Environment): string[] {
  const faults: string[] = [];
  const missing = OAUTH.filter((name) => env[name] === undefined);
  const isOAuth = missing.length < OAUTH.length;
  if (isOAuth && missing.length > 0)
    faults.push(`for several workspaces ${missing.join(', ')} must be set too; ${OAUTH.join(', ')} go together`);
  if (!isOAuth && env.ALLOWED_WORKSPACES !== undefined)
    faults.push(
      'ALLOWED_WORKSPACES is for a bot that several workspaces install (SLACK_CLIENT_ID); a token is one workspace’s',
    );
  if (isOAuth && env.SLACK_BOT_TOKEN !== undefined)
    faults.push('SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for several: remove one of them');
  const identity = isOAuth ? 'SLACK_CLIENT_ID' : 'SLACK_BOT_TOKEN';
  if (
    (isOAuth || env.SLACK_BOT_TOKEN !== undefined) &&
    env.SLACK_APP_TOKEN === undefined &&
    env.SLACK_SIGNING_SECRET === undefined
  ) {
    faults.push(`${identity} needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)`);
  }
  if (!isOAuth && env.SLACK_BOT_TOKEN === undefined && env.SLACK_APP_TOKEN !== undefined)
    faults.push('SLACK_APP_TOKEN needs SLACK_BOT_TOKEN');
  if (isOAuth && env.ALERT_TO?.split(',').some((one) => !/^\s*[TE]\w+:\w+\s*$/.test(one)) === true)
    faults.push(
      'with several workspaces ALERT_TO names the workspace of each id, e.g. T0123ABC:U0456DEF,T0789GHI:C0123JKL',
    );
  return faults;
}

function checkTogether(env: Environment): Environment {
  const faults = checkSlack(env);
  if (env.ROLE !== 'all' && env.DATABASE_URL === undefined)
    faults.push('ROLE=bot and ROLE=worker need DATABASE_URL: the embedded database serves one process');
  for (const prefix of ['', 'FAST_', 'VISION_'] as const) {
    const [url, name] = [env[`${prefix}MODEL_URL`], env[`${prefix}MODEL_NAME`]];
    if ((url === undefined) !== (name === undefined))
      faults.push(`${prefix}MODEL_URL and ${prefix}MODEL_NAME go together`);
  }
  if (faults.length > 0) throw new AttritionError('config-invalid', { file: 'environment', reason: faults.join('; ') });
  return env;
}
