import { AttritionError, toAttritionError } from '../core/errors.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { EndpointProbe } from '../llm/probe.ts';
import type { Attrition } from './attrition.ts';

const NO_MODEL = 'none: the codebook reader codes, a template writes (set MODEL_URL and MODEL_NAME, or models.yml)';

function describeProbe(probe: EndpointProbe): string {
  const state = probe.fault === null ? 'ready' : faultSentence(probe.fault, { model: probe.label }, 'en');
  const window = probe.windowTokens === null ? '' : `, window ${probe.windowTokens} tokens`;
  return `${probe.role} ${probe.label} at ${probe.url}: ${state}${window}`;
}

/** The address without a password in it. */
function describeCache({ env: { REDIS_URL }, cacheFault }: Attrition): string {
  if (REDIS_URL === undefined) return 'in memory (set REDIS_URL to share it among processes)';
  const place = `Redis at ${new URL(REDIS_URL).host}`;
  return cacheFault === null
    ? place
    : `${place} does not answer (${cacheFault}): each process keeps answers for itself until it does`;
}

/** What was found and what is missing, in one screen. */
export function banner(app: Attrition): string {
  const { env, playground } = app;
  const line = (name: string, found: string) => `  ${name.padEnd(10)} ${found}`;
  const way = env.SLACK_APP_TOKEN === undefined ? `HTTP on port ${env.PORT}` : 'Socket Mode';
  const who =
    env.SLACK_CLIENT_ID === undefined
      ? 'connected'
      : `for every workspace that installs it (/slack/install on port ${env.PORT})`;
  const models = app.probes.length === 0 ? [NO_MODEL] : app.probes.map(describeProbe);
  return [
    'Attrition is running.',
    line(
      'Slack',
      playground === null
        ? `${who}, ${way}`
        : 'no token: a local workspace instead (set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in .env)',
    ),
    line(
      'Database',
      env.DATABASE_URL === undefined ? `embedded, in ${env.DATA_DIR} (set DATABASE_URL for PostgreSQL)` : 'PostgreSQL',
    ),
    line('Cache', describeCache(app)),
    ...models.map((found, index) => line(index === 0 ? 'Models' : '', found)),
    line('Codebooks', app.codebooks.join(', ')),
    line('Channels', env.ALLOWED_CHANNELS ?? 'every channel the bot is invited to (set ALLOWED_CHANNELS to narrow)'),
    ...(playground === null
      ? []
      : ['', `Open ${playground.url} — drop interviews into #people-exit and type /attrition report`]),
  ].join('\n');
}

/** What a terminal shows of a fault: one sentence, and the cause's own words for the person who runs the program. */
export function describeFault(thrown: unknown): string {
  const port =
    (thrown as NodeJS.ErrnoException | null)?.code === 'EADDRINUSE' ? (thrown as { port?: number }).port : null;
  const fault =
    port === null ? toAttritionError(thrown) : new AttritionError('port-in-use', { port: port ?? '' }, thrown);
  const cause = fault.code === 'unexpected' && fault.cause instanceof Error ? ` (${fault.cause.message})` : '';
  return faultSentence(fault.code, fault.detail, 'en', (text) => text) + cause;
}
