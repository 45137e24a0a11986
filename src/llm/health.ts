import type { FaultCode } from '../core/errors.ts';
import type { BreakerState } from './breaker.ts';
import type { Replica } from './replica.ts';
import type { LoadFigures } from './server-load.ts';
import { type EndpointSettings, labelOf } from './settings.ts';

/** How one server is now, for people and for metrics. */
export interface EndpointHealth {
  readonly role: EndpointSettings['role'];
  readonly label: string;
  readonly url: string;
  /** `open`: it keeps failing and is left alone; `half-open`: it is being tried. */
  readonly state: BreakerState;
  /** What was wrong when it was given up; null while it is well. */
  readonly fault: FaultCode | null;
  /** Requests of ours that run there, and that wait for a slot. */
  readonly running: number;
  readonly waiting: number;
  /** The server's own figures; null when it has no metrics, or nothing was asked of late. */
  readonly server: LoadFigures | null;
  /** As the server says; null before a probe, or when it doesn't say. */
  readonly windowTokens: number | null;
}

/** The health of one replica; asks it nothing. */
export function healthOf(
  { url, breaker, own, figures }: Replica,
  settings: EndpointSettings,
  windowTokens: number | null,
): EndpointHealth {
  const state = { state: breaker.state(), fault: breaker.fault() };
  return { role: settings.role, label: labelOf(settings), url, ...state, ...own(), server: figures(), windowTokens };
}
