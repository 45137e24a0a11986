import type { Abilities, ModelProfile } from '../src/llm/profiles.ts';
import type { EndpointSettings } from '../src/llm/settings.ts';
import type { CanaryMarks } from './canary/ask-canary.ts';
import type { Finding, ProbeName } from './finding.ts';
import type { Measures } from './measure/measure.ts';

/** One server of one configured model, with everything found out about it. */
export interface Patient {
  readonly role: EndpointSettings['role'];
  readonly label: string;
  readonly url: string;
  readonly model: string;
  readonly profile: ModelProfile;
  readonly abilities: Abilities;
  /** Requests at a time that the bot would send. */
  readonly concurrency: number;
  /** The model is served at one address only. */
  readonly alone: boolean;
  readonly configuredTokens: number | null;
  readonly servedTokens: number | null;
  readonly servedNames: readonly string[];
  readonly findings: readonly Finding[];
  /** An answer can be held to a closed set, by one field or the other. */
  readonly holdsChoice: boolean;
  readonly measures: Measures | null;
  readonly canary: CanaryMarks | null;
}

/** What a probe found; undefined where it wasn't run. */
export function found({ findings }: Pick<Patient, 'findings'>, probe: ProbeName): Finding | undefined {
  return findings.find((each) => each.probe === probe);
}

/** Whether a probe came to one of these sentences. */
export function says(patient: Pick<Patient, 'findings'>, probe: ProbeName, ...keys: Finding['says'][]): boolean {
  const key = found(patient, probe)?.says;
  return key !== undefined && keys.includes(key);
}
