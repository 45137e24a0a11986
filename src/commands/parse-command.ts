import { editDistance } from '../core/edit-distance.ts';
import type { Language } from '../core/language.ts';
import { languageOf } from '../core/language.ts';
import { parsePeriod } from '../core/period.ts';
import type { ReportRequest } from '../core/report.ts';

/** The subcommands there are, with the words people may type for them. */
const SUBCOMMANDS = {
  report: ['report', '报告', '生成报告'],
  status: ['status', '状态'],
  review: ['review', '复核', '审核'],
  ask: ['ask', '提问', '问'],
  why: ['why', '为什么', '为何'],
  export: ['export', '导出'],
  digest: ['digest', '摘要', '周报'],
  forget: ['forget', '忘记', '删除'],
  audit: ['audit', '审计'],
  models: ['models', '模型'],
  codebook: ['codebook', '编码本', '编码表'],
  help: ['help', '帮助', '?', '？', ''],
} as const;

export type Subcommand = keyof typeof SUBCOMMANDS;

export interface ParsedCommand {
  readonly subcommand: Subcommand | null;
  /** The word typed, when it is no subcommand, and the nearest one. */
  readonly unknown: { readonly word: string; readonly nearest: Subcommand | null } | null;
  readonly rest: string;
  readonly language: Language;
}

/** A word this many letters away is still a slip of the finger. */
const TYPO_DISTANCE = 2;

const names = Object.keys(SUBCOMMANDS) as Subcommand[];

/** Reads "report 2026 Q3 dept=Sales", in either language; a word that is no subcommand comes back with the nearest. */
export function parseCommand(text: string): ParsedCommand {
  const [first = '', ...others] = text.trim().split(/\s+/);
  const word = first.normalize('NFKC').toLowerCase();
  const language = /(?:^|\s)lang=(zh|en)/.exec(text)?.[1] as Language | undefined;
  const common = { rest: others.join(' '), language: language ?? languageOf(text) };
  const subcommand = names.find((name) => (SUBCOMMANDS[name] as readonly string[]).includes(word)) ?? null;
  if (subcommand !== null) return { subcommand, unknown: null, ...common };
  const nearest = names
    .map((name) => ({ name, distance: editDistance(word, name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const near = nearest !== undefined && nearest.distance <= TYPO_DISTANCE ? nearest.name : null;
  return { subcommand: null, unknown: { word: first, nearest: near }, ...common };
}

export type ParsedReport = { readonly request: ReportRequest } | { readonly unknown: string };

const OPTION = /(dept|lang|codebook|部门)=(?:"([^"]*)"|“([^”]*)”|(\S+))|--fast(?!\S)/g;

/**
 * Reads a report's options: `[period] [dept=…] [lang=en|zh] [codebook=…] [--fast]`; a value with blanks is quoted.
 * Returns the first part it can't read as `unknown`.
 */
export function parseReport(command: ParsedCommand, codebook: string, now: number): ParsedReport {
  const words = command.rest.normalize('NFKC');
  const options = new Map<string, string>();
  for (const [, key = '--fast', quoted, curly, plain] of words.matchAll(OPTION)) {
    options.set(key === '部门' ? 'dept' : key, quoted ?? curly ?? plain ?? '');
  }
  const rest = words.replaceAll(OPTION, '').trim();
  const period = rest === '' ? null : parsePeriod(rest, now);
  if (rest !== '' && period === null) return { unknown: rest };
  return {
    request: {
      period: period?.name ?? null,
      department: options.get('dept') ?? null,
      language: command.language,
      codebook: options.get('codebook') ?? codebook,
      fast: options.has('--fast'),
    },
  };
}
