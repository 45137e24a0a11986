import type { Clock } from '../core/ports/clock.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import type { Log } from '../core/ports/log.ts';
import { budgetsWith } from './budgets.ts';
import { createEndpoint } from './endpoint.ts';
import type { EndpointProbe } from './probe.ts';
import { createRoute } from './route.ts';
import type { ModelsSettings } from './settings.ts';

export interface ModelsDeps {
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  readonly log?: Log;
}

/** All configured models. */
export interface Models {
  /** The first choice with its fallback; the fast model itself where it is the only one; null without any. */
  readonly primary: LanguageModel | null;
  /** The fast model alone. */
  readonly fast: LanguageModel | null;
  /** Labels as shown to people, in the order in which the models are asked. */
  labels(): readonly string[];
  /** Looks at every server and learns the real windows. Never throws. */
  probe(): Promise<readonly EndpointProbe[]>;
  /** Aborts what runs. */
  close(): Promise<void>;
}

/**
 * Builds the models from their settings; nothing is sent before the first request or probe.
 *
 * @example createModels(modelsFromEnv(env), { clock: systemClock }).primary?.complete(request)
 */
export function createModels(settings: ModelsSettings, deps: ModelsDeps): Models {
  const closing = new AbortController();
  const budgets = budgetsWith(settings.budgets);
  const { clock, log } = deps;
  const endpointOf = (role: 'primary' | 'fast') => {
    const found = settings.models.find((model) => model.role === role);
    return found === undefined
      ? null
      : createEndpoint(found, { budgets, clock, ...(deps.fetch === undefined ? {} : { fetch: deps.fetch }) });
  };
  const primary = endpointOf('primary');
  const fast = endpointOf('fast');
  const routeDeps = { budgets, clock, log, closed: closing.signal };
  const fastRoute = fast === null ? null : createRoute({ lead: fast, understudy: null }, routeDeps);
  const asked = [primary, fast].filter((endpoint) => endpoint !== null);

  return {
    primary: primary === null ? fastRoute : createRoute({ lead: primary, understudy: fast }, routeDeps),
    fast: fastRoute,
    labels: () => asked.map(({ label }) => label),
    async probe() {
      return (await Promise.all(asked.map((endpoint) => endpoint.probe()))).flat();
    },
    async close() {
      closing.abort();
    },
  };
}
