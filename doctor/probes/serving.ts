import { z } from 'zod';
import { type Line, look } from '../chat.ts';
import { type Finding, finding } from '../finding.ts';
import { plain } from '../layout.ts';

/** Listing models takes milliseconds, also on a busy server. */
const LIST_MS = 5_000;
/** More names would only hide the right one. */
const MOST_NAMES = 5;
/** Short prompts and short caches: interviews are read in pieces of a few thousand tokens. */
export const SENSIBLE_WINDOW_TOKENS = 16_384;

const windowSchema = z.int().positive().nullish();
const listing = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      max_model_len: windowSchema,
      meta: z.object({ n_ctx: windowSchema }).nullish(),
    }),
  ),
});

/** What the server's list of models showed. */
export interface Serving {
  readonly findings: readonly Finding[];
  readonly reachable: boolean;
  /** Null where the server doesn't say. */
  readonly windowTokens: number | null;
  readonly servedNames: readonly string[];
}

/** Asks for the list of models: is there a server, does it serve this model, and with which window. */
export async function probeServing(line: Line, configuredTokens: number | null): Promise<Serving> {
  const begun = line.clock.now();
  const answer = await look(line, `${line.url}/models`, LIST_MS);
  const ms = line.clock.now() - begun;
  if (answer === null) {
    const findings = [finding('reachable', 'bad', 'unreachable', { url: plain(line.url), seconds: LIST_MS / 1_000 })];
    return { findings, reachable: false, windowTokens: null, servedNames: [] };
  }
  const models = modelsOf(answer.text);
  if (answer.status !== 200 || models === null) {
    const says = answer.status === 401 || answer.status === 403 ? 'keyRefused' : 'noList';
    const findings = [finding('reachable', 'bad', says, { status: answer.status })];
    return { findings, reachable: true, windowTokens: null, servedNames: [] };
  }
  const served = models.find(({ id }) => id === line.model);
  const windowTokens = served?.max_model_len ?? served?.meta?.n_ctx ?? null;
  const servedNames = models.map(({ id }) => plain(id)).slice(0, MOST_NAMES);
  const reached = finding('reachable', 'good', 'reachable', { ms });
  const model = plain(line.model);
  if (served === undefined) {
    const named = finding('model', 'bad', 'otherModels', { model, names: servedNames.join(', ') || '-' });
    return { findings: [reached, named], reachable: true, windowTokens, servedNames };
  }
  const named = finding('model', 'good', 'served', { model });
  const findings = [reached, named, windowFinding(windowTokens, configuredTokens)];
  return { findings, reachable: true, windowTokens, servedNames };
}

function windowFinding(served: number | null, configured: number | null): Finding {
  if (served === null && configured === null) return finding('window', 'unknown', 'windowUnknown');
  if (served === null) return finding('window', 'unknown', 'windowUntold', { configured: configured ?? 0 });
  if (configured !== null && configured > served)
    return finding('window', 'bad', 'windowWrong', { configured, served });
  if (configured !== null) return finding('window', 'good', 'windowBelow', { configured, served });
  return finding('window', served > SENSIBLE_WINDOW_TOKENS ? 'note' : 'good', 'windowServed', { served });
}

function modelsOf(text: string): z.infer<typeof listing>['data'] | null {
  try {
    return listing.parse(JSON.parse(text)).data;
  } catch {
    // Not a list of models: no such server stands there.
    return null;
  }
}
