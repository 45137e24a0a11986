import type { Clock } from '../core/ports/clock.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import type { Log } from '../core/ports/log.ts';
import type { Meter } from '../core/ports/meter.ts';
import { budgetsWith } from './budgets.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import type { EndpointHealth } from './health.ts';
import type { EndpointProbe } from './probe.ts';
import { createRoute } from './route.ts';
import type { EndpointSettings, ModelsSettings } from './settings.ts';

export interface ModelsDeps {
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  readonly log?: Log;
  /** Told of each request and each fallback. */
  readonly meter?: Meter;
}

/** All configured models. */
export interface Models {
  /** The first choice with its fallback; the fast model itself where it is the only one; null without any. */
  readonly primary: LanguageModel | null;
  /** The fast model alone. */
  readonly fast: LanguageModel | null;
  /** The model that reads pictures of pages; nobody steps in for it. Null without one. */
  readonly vision: LanguageModel | null;
  /** Labels as shown to people, in the order in which the models are asked. */
  labels(): readonly string[];
  /** Looks at every server and learns the real windows. Never throws. */
  probe(): Promise<readonly EndpointProbe[]>;
  /** How each server is now; asks nothing. */
  health(): readonly EndpointHealth[];
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
  const { clock, log, meter } = deps;
  const closed = closing.signal;
  const own = { budgets, clock, meter, closed, ...(deps.fetch === undefined ? {} : { fetch: deps.fetch }) };
  const endpointOf = (role: EndpointSettings['role']) => {
    const found = settings.models.find((model) => model.role === role);
    return found === undefined ? null : createEndpoint(found, own);
  };
  const [primary, fast, vision] = [endpointOf('primary'), endpointOf('fast'), endpointOf('vision')];
  const routeOf = (lead: Endpoint | null, understudy: Endpoint | null = null) =>
    lead === null ? null : createRoute({ lead, understudy }, { budgets, clock, log, meter, closed });
  const fastRoute = routeOf(fast);
  const all = [primary, fast, vision].filter((endpoint) => endpoint !== null);

  return {
    primary: routeOf(primary, fast) ?? fastRoute,
    fast: fastRoute,
    vision: routeOf(vision),
    labels: () => [primary, fast].flatMap((endpoint) => endpoint?.label ?? []),
    async probe() {
      return (await Promise.all(all.map((endpoint) => endpoint.probe()))).flat();
    },
    health: () => all.flatMap((endpoint) => endpoint.health()),
    async close() {
      closing.abort();
    },
  };
}
