import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Language } from '../../src/core/language.ts';
import { type ChoiceBy, choiceFields, readChoice } from '../../src/llm/closed-choice.ts';
import { ask, type Line } from '../chat.ts';

const VERDICTS = ['stated-reason', 'denied', 'other-person', 'resolved'] as const;
const questionSchema = z.strictObject({ claim: z.string(), said: z.string(), verdict: z.enum(VERDICTS) });
const fileSchema = z.strictObject({ en: z.array(questionSchema), zh: z.array(questionSchema) });

/** One word, but in JSON and in a tokenizer that spells it out. */
const VERDICT_TOKENS = 24;
const VERDICT_MS = 8_000;
/** Few at once: the speed was measured before, here only the answers count. */
const AT_ONCE = 4;

const RULES: Readonly<Record<Language, string>> = {
  en: `A person who left a job speaks. Judge what the words say about the topic. Answer with one word only:
stated-reason: the speaker says it is why they left.
denied: the speaker says it is not why they left.
other-person: it was somebody else's reason, not the speaker's.
resolved: it was a trouble once and was put right before they left.`,
  zh: `说话的是一位离职者。请判断这段话对所给主题说了什么。只回答一个词：
stated-reason：说话人说这是自己离职的原因。
denied：说话人说这不是自己离职的原因。
other-person：这是别人的原因，不是说话人的。
resolved：曾经是麻烦，但在离职前已经解决。`,
};

export type CanaryQuestion = z.infer<typeof questionSchema>;

/** How many of a language's questions were answered, and how many rightly. */
export interface Marks {
  readonly asked: number;
  readonly right: number;
}
export type CanaryMarks = Readonly<Record<Language, Marks>>;

export interface Sitting {
  readonly choiceBy: ChoiceBy | null;
  /** Milliseconds since the epoch after which no question is begun. */
  readonly until: number;
  readonly onStep: () => void;
}

/** All questions with their answers. Throws when canary.yml is not ours. */
export function readCanary(): Readonly<Record<Language, readonly CanaryQuestion[]>> {
  return fileSchema.parse(parse(readFileSync(new URL('./canary.yml', import.meta.url), 'utf8')));
}

/** The words a question is put in, after the rules. */
export function canaryWords({ claim, said }: CanaryQuestion, language: Language): string {
  return language === 'zh' ? `主题：${claim}\n原话：“${said}”` : `Topic: ${claim}\nWords: "${said}"`;
}

/** Puts the questions, the languages in turn; one that got no answer counts as not asked. */
export async function askCanary(line: Line, sitting: Sitting): Promise<CanaryMarks> {
  const { en, zh } = readCanary();
  const marks = { en: { asked: 0, right: 0 }, zh: { asked: 0, right: 0 } };
  const left = en.flatMap((question, index) => [
    { question, language: 'en' as const },
    ...zh.slice(index, index + 1).map((other) => ({ question: other, language: 'zh' as const })),
  ]);
  const asker = async () => {
    for (let next = left.shift(); next !== undefined && line.clock.now() < sitting.until; next = left.shift()) {
      const { question, language } = next;
      const verdict = await verdictOn(question, language);
      sitting.onStep();
      if (verdict === undefined) continue;
      marks[language].asked += 1;
      if (verdict === question.verdict) marks[language].right += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asker));
  return marks;

  async function verdictOn(question: CanaryQuestion, language: Language): Promise<string | null | undefined> {
    const fields = sitting.choiceBy === null ? {} : choiceFields(VERDICTS, sitting.choiceBy);
    const user = canaryWords(question, language);
    const ms = Math.min(VERDICT_MS, Math.max(1, sitting.until - line.clock.now()));
    const heard = await ask(line, { system: RULES[language], user, maxTokens: VERDICT_TOKENS, fields }, { ms });
    if (!heard.ok) return undefined;
    return readChoice(heard.text, VERDICTS) ?? onlyWordIn(heard.text);
  }
}

/** A server that holds nobody to anything may wrap the word into a sentence; two words are none. */
function onlyWordIn(text: string): string | null {
  const found = VERDICTS.filter((verdict) => text.toLowerCase().includes(verdict));
  return found.length === 1 ? (found[0] ?? null) : null;
}
