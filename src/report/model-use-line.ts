import type { Language } from '../core/language.ts';
import type { Stage } from '../core/ports/meter.ts';
import type { ReportContext } from '../core/report.ts';
import { percentOf } from './numbers.ts';

/** Stages that people wait for; reading and delivery are told while they run. */
const TOLD: readonly Stage[] = ['coding', 'counting', 'writing'];
/** A stage that took less is not worth a word. */
const MIN_SECONDS = 0.5;

interface UseWords {
  readonly calls: (calls: string) => string;
  readonly prompt: (tokens: string, cachedPercent: number) => string;
  readonly completion: (tokens: string) => string;
  readonly nothing: string;
  readonly stage: Readonly<Partial<Record<Stage, string>>>;
  readonly seconds: (stage: string, seconds: number) => string;
  readonly join: string;
}

const WORDS: Readonly<Record<Language, UseWords>> = {
  en: {
    calls: (calls) => `Model use: ${calls}`,
    prompt: (tokens, cached) => `${tokens} prompt tokens (${cached}\u00a0% from the cache)`,
    completion: (tokens) => `${tokens} completion tokens`,
    nothing: 'Model use: no model was asked',
    stage: { coding: 'coding', counting: 'counting', writing: 'writing' },
    seconds: (stage, seconds) => `${stage} ${seconds} s`,
    join: ', ',
  },
  zh: {
    calls: (calls) => `模型用量：${calls}`,
    prompt: (tokens, cached) => `提示 ${tokens} 词元（${cached}% 来自缓存）`,
    completion: (tokens) => `生成 ${tokens} 词元`,
    nothing: '模型用量：未调用模型',
    stage: { coding: '编码', counting: '统计', writing: '撰写' },
    seconds: (stage, seconds) => `${stage} ${seconds} 秒`,
    join: '，',
  },
};

/** What the report took: calls, tokens and the seconds of its stages; empty while it is being made. */
export function modelUseLines(context: ReportContext): readonly string[] {
  const { cost } = context;
  if (cost === undefined) return [];
  const { language } = context.request;
  const words = WORDS[language];
  const { calls, promptTokens, cachedTokens, completionTokens } = cost.spent;
  const cached = promptTokens === 0 ? 0 : percentOf(cachedTokens / promptTokens);
  const asked =
    calls === 0
      ? [words.nothing]
      : [
          words.calls(callsText(calls, language)),
          // A server that counts no tokens leaves nothing to tell.
          ...(promptTokens === 0
            ? []
            : [words.prompt(shortNumber(promptTokens), cached), words.completion(shortNumber(completionTokens))]),
        ];
  const stages = TOLD.flatMap((stage) => {
    const seconds = cost.seconds[stage] ?? 0;
    return seconds < MIN_SECONDS ? [] : [words.seconds(words.stage[stage] ?? stage, Math.round(seconds))];
  });
  return [[asked.join(words.join), ...(stages.length === 0 ? [] : [stages.join(words.join)])].join(' · ')];
}

function callsText(calls: number, language: Language): string {
  if (language === 'zh') return `${calls} 次调用`;
  return `${calls} ${calls === 1 ? 'call' : 'calls'}`;
}

/** "812", "41k", "1.2M". */
export function shortNumber(count: number): string {
  if (count < 1_000) return String(count);
  return count < 999_500 ? `${Math.round(count / 1_000)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}
