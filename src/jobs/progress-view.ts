import type { Bilingual, Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { Button, MessageView } from '../core/ports/conversation.ts';

export type Phase = 'downloading' | 'reading' | 'counting' | 'writing';

const PHASES: Readonly<Record<Phase, Bilingual>> = {
  downloading: { en: 'Waiting for files to be read', zh: '正在等待文件读取' },
  reading: { en: 'Reading interviews', zh: '正在阅读访谈' },
  counting: { en: 'Counting', zh: '正在统计' },
  writing: { en: 'Writing', zh: '正在撰写' },
};

const BAR_CELLS = 15;

/** A text bar of 15 cells, e.g. ▓▓▓▓▓░░░░░░░░░░. */
export function progressBar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR_CELLS);
  return '▓'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
}

/** Under five interviews a tally would point at persons (codebook privacy, group minimum). */
const TALLY_FROM = 5;
const TALLY_CODES = 4;

export interface Progress {
  readonly title: string;
  readonly phase: Phase;
  readonly done: number;
  readonly total: number;
  /** Main causes so far by display name. */
  readonly tally: ReadonlyMap<string, number>;
  readonly noCause: number;
  readonly review: number;
  /** Seconds left, null while unknown. */
  readonly secondsLeft: number | null;
}

function tallyLine(progress: Progress, language: Language): string {
  if (progress.done < TALLY_FROM) return '';
  const causes = [...progress.tally]
    .sort((a, b) => b[1] - a[1])
    .slice(0, TALLY_CODES)
    .map(([name, count]) => `${escapeMarkdown(name)} ${count}`);
  const rest = language === 'en' ? ['no cause', 'to review'] : ['未说明', '待复核'];
  const parts = [...causes, `${rest[0]} ${progress.noCause}`, `${rest[1]} ${progress.review}`];
  return `\n${language === 'en' ? 'so far: ' : '目前：'}${parts.join(' · ')}`;
}

/** The live message while a report is being made: title, phase with a bar, tally of what is verified so far. */
export function progressView(progress: Progress, language: Language, stop: Button): MessageView {
  const { done, total } = progress;
  const counted = total === 0 ? '' : ` ${progressBar(done, total)} ${done}${language === 'en' ? ' of ' : '/'}${total}`;
  const left =
    progress.secondsLeft === null
      ? ''
      : language === 'en'
        ? ` · about ${progress.secondsLeft} s left`
        : ` · 约 ${progress.secondsLeft} 秒`;
  const phase = PHASES[progress.phase][language];
  return {
    markdown: `**${escapeMarkdown(progress.title)}**\n${phase}${counted}${left}${tallyLine(progress, language)}`,
    notice: `${progress.title}: ${phase}`,
    buttons: [stop],
    passing: true,
  };
}
