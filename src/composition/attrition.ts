import type { Playground } from '../../playground/server.ts';
import type { Environment } from '../config.ts';
import type { AttritionError } from '../core/errors.ts';
import type { EndpointProbe } from '../llm/probe.ts';
import type { OperationsServer } from '../operations/operations-server.ts';

/** The running program. */
export interface Attrition {
  readonly env: Environment;
  /** The local workspace, or null when the bot is connected to Slack. */
  readonly playground: Playground | null;
  readonly codebooks: readonly string[];
  readonly models: readonly string[];
  /** What each model server answered at the start. */
  readonly probes: readonly EndpointProbe[];
  /** Why the shared cache did not answer at the start; null when it did, or there is none. */
  readonly cacheFault: string | null;
  /** /metrics, /healthz and /readyz, or null without METRICS_PORT. */
  readonly operations: OperationsServer | null;
  /** Resolves with the fault when the database can only be opened anew by a new process. */
  readonly broken: Promise<AttritionError>;
  stop(): Promise<void>;
}
