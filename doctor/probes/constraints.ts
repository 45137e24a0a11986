import { z } from 'zod';
import { type ChoiceBy, choiceFields, readChoice } from '../../src/llm/closed-choice.ts';
import { ask, type Heard, type Line } from '../chat.ts';
import { type Finding, finding, type ProbeName } from '../finding.ts';
import { plain } from '../layout.ts';
import { unanswered } from './speech.ts';

/** A grammar is compiled on first use, which takes some seconds on a busy machine. */
const CONSTRAINED_MS = 10_000;
/** How much of a disobedient answer is shown. */
const SHOWN_LETTERS = 40;

/** No answer to the question, and named nowhere in it: who says one of these was held to the set. */
const CHOICES = ['amber-7', 'violet-3'];
const PATTERN = 'S[1-9][0-9]{2}';
const FORM = z.strictObject({ metal: z.enum(['tin', 'zinc']), count: z.int() });
const SCHEMA = {
  type: 'object',
  properties: { metal: { type: 'string', enum: ['tin', 'zinc'] }, count: { type: 'integer' } },
  required: ['metal', 'count'],
  additionalProperties: false,
};
const SPOON = { system: 'Answer in one short sentence.', user: 'What is a spoon for?', maxTokens: 32 };

/** Whom a server can be held to, and by which field. */
export interface Constraints {
  readonly findings: readonly Finding[];
  /** The field that holds an answer to a closed set; null when none does. */
  readonly choiceBy: ChoiceBy | null;
}

/**
 * Puts a plain question and a constraint that its plain answer can't meet: the answer tells obeyed from ignored, which
 * a status code does not (a server takes unknown fields with a 200).
 */
export async function probeConstraints(line: Line): Promise<Constraints> {
  const held = (fields: object) => ask(line, { ...SPOON, fields }, { ms: CONSTRAINED_MS });
  const choice = await held(choiceFields(CHOICES, 'structured-outputs'));
  const regex = await held({ structured_outputs: { regex: PATTERN } });
  const form = { type: 'json_schema', json_schema: { name: 'doctor', schema: SCHEMA, strict: true } };
  const schema = await held({ response_format: form });
  const obeys = {
    choice: CHOICES.includes(choice.text.trim()),
    regex: new RegExp(`^${PATTERN}$`, 'u').test(regex.text.trim()),
    schema: fits(schema.text),
  };
  const asked = obeys.schema ? await held(choiceFields(CHOICES, 'json-schema')) : null;
  const portable = asked !== null && readChoice(asked.text, CHOICES) !== null;
  // Without one way or the other the bot can't ask for verdicts at all.
  const worst = obeys.schema ? 'note' : 'bad';
  const logprobs = choice.logprobs ? choice : await held({ logprobs: true, top_logprobs: 5 });
  return {
    findings: [
      constraintFinding('choice', obeys.choice, choice, worst),
      constraintFinding('regex', obeys.regex, regex, 'note'),
      constraintFinding('schema', obeys.schema, schema, obeys.choice ? 'note' : 'bad'),
      logprobsFinding(logprobs),
    ],
    choiceBy: obeys.choice ? 'structured-outputs' : portable ? 'json-schema' : null,
  };
}

function constraintFinding(probe: ProbeName, obeyed: boolean, heard: Heard, worst: 'note' | 'bad'): Finding {
  if (obeyed && heard.ok) return finding(probe, 'good', 'obeyed');
  if (heard.status >= 400) return finding(probe, worst, 'constraintRefused', { status: heard.status });
  if (!heard.ok) return unanswered(probe);
  const said = plain(heard.text).slice(0, SHOWN_LETTERS).trim();
  return finding(probe, worst, probe === 'schema' ? 'schemaIgnored' : 'constraintIgnored', { said });
}

function logprobsFinding(heard: Heard): Finding {
  if (heard.logprobs) return finding('logprobs', 'good', 'logprobsGiven');
  if (!heard.ok && heard.status < 400) return unanswered('logprobs');
  return finding('logprobs', 'note', 'logprobsMissing');
}

function fits(text: string): boolean {
  try {
    return FORM.safeParse(JSON.parse(text)).success;
  } catch {
    // No JSON at all.
    return false;
  }
}
