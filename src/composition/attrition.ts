import type { Playground } from '../../playground/server.ts';
import type { Environment } from '../config.ts';
import type { EndpointProbe } from '../llm/probe.ts';

/** The running program. */
export interface Attrition {
  readonly env: Environment;
  /** The local workspace, or null when the bot is connected to Slack. */
  readonly playground: Playground | null;
  readonly codebooks: readonly string[];
  readonly models: readonly string[];
  /** What each model server answered at the start. */
  readonly probes: readonly EndpointProbe[];
  stop(): Promise<void>;
}
