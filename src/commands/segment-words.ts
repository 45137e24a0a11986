import type { Codebook } from '../core/codebook.ts';
import { codeById } from '../core/codebook.ts';
import type { CodedSegment, QuestionId, Verdict } from '../core/coding.ts';
import type { Bilingual, Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { fill } from './words.ts';

type Reason = Exclude<CodedSegment['why'], null>;

const STATUS: Readonly<Record<CodedSegment['status'], Bilingual>> = {
  accepted: { en: 'accepted', zh: '已采纳' },
  mentioned: { en: 'mentioned only', zh: '仅提及' },
  rejected: { en: 'rejected', zh: '未采纳' },
  'needs-person': { en: 'needs a person', zh: '需人工判断' },
};

const VERDICTS: Readonly<Record<Verdict, Bilingual>> = {
  'stated-reason': { en: 'a stated reason', zh: '明说的原因' },
  mentioned: { en: 'no link to leaving', zh: '与离开没有关联' },
  denied: { en: 'denied', zh: '被否认' },
  hypothetical: { en: 'only imagined', zh: '只是假设' },
  'other-person': { en: 'about somebody else', zh: '说的是别人' },
  'other-employer': { en: 'about another employer', zh: '说的是别的单位' },
  resolved: { en: 'settled since', zh: '已经解决' },
  praised: { en: 'praise', zh: '是称赞' },
  unrelated: { en: 'about something else', zh: '与此无关' },
};

const REASONS: Readonly<Record<Reason, Bilingual>> = {
  ...VERDICTS,
  'not-the-leaver': { en: 'not said by the leaver', zh: '不是离职者本人说的' },
  'no-such-sentence': { en: 'cites a sentence that is not there', zh: '引用了不存在的句子' },
  'no-such-code': { en: 'cites a cause that is not in the codebook', zh: '引用了编码本里没有的原因' },
  'generic-words': { en: 'too general to be a cause', zh: '过于笼统，不构成原因' },
  'instruction-text': { en: 'reads like an instruction to the machine', zh: '像是写给机器的指令' },
  reviewer: { en: 'a person said no', zh: '人工判断为否' },
  'no-model': { en: 'no model could check it', zh: '没有模型可以核对' },
  'low-margin': { en: 'the checks were too close to call', zh: '核对结果不够明确' },
};

const CODERS: Readonly<Record<CodedSegment['coder'], Bilingual>> = {
  model: { en: 'the model {model}', zh: '模型 {model}' },
  reader: { en: 'the codebook reader', zh: '编码本阅读器' },
  tick: { en: 'a tick on the form', zh: '表单上的勾选' },
  person: { en: 'a person in review', zh: '人工复核' },
};

const QUESTIONS: Readonly<Record<QuestionId, Bilingual>> = {
  verdict: { en: 'on the topic', zh: '就主题' },
  choice: { en: 'beside similar causes', zh: '与相近原因并列' },
  whose: { en: 'whose and when', zh: '谁的、何时' },
  follows: { en: 'whether it follows', zh: '能否由此得出' },
};

const LINE = {
  found: { en: 'found by {coder}', zh: '由{coder}找到' },
  version: { en: ' (version {version})', zh: '（版本 {version}）' },
  checked: { en: ' · checked by {model}{version}: {verdicts}', zh: ' · {model}{version}核对：{verdicts}' },
  verdicts: { en: ' · verdict: {verdicts}', zh: ' · 核对：{verdicts}' },
  margin: { en: ', lead {margin}', zh: '，领先 {margin}' },
  before: { en: ' · before the review: {status}', zh: ' · 复核前：{status}' },
} as const satisfies Record<string, Bilingual>;

/** A code's display name, safe in Markdown; also of special codes, and of codes a later codebook no longer has. */
export function causeName(codebook: Codebook, code: string, language: Language): string {
  const known = codeById(codebook, code) ?? codebook.specials.find(({ id }) => id === code);
  return escapeMarkdown(known?.name[language] ?? code);
}

/** "rejected: only imagined". */
export function statusWords({ status, why }: Pick<CodedSegment, 'status' | 'why'>, language: Language): string {
  const word = STATUS[status][language];
  return why === null || status === 'accepted'
    ? word
    : `${word}${language === 'zh' ? '：' : ': '}${REASONS[why][language]}`;
}

function verdictWords({ verdicts, questions, margin, verifier }: CodedSegment, language: Language): string {
  if (verdicts.length === 0) return '';
  const said = verdicts
    .map((verdict, index) => {
      const asked = questions?.[index];
      const word = VERDICTS[verdict][language];
      return asked === undefined
        ? word
        : `${word}${language === 'zh' ? '（' : ' ('}${QUESTIONS[asked][language]}${language === 'zh' ? '）' : ')'}`;
    })
    .join(language === 'zh' ? '、' : ', ');
  const lead = margin === undefined ? '' : fill(LINE.margin[language], { margin: margin.toFixed(2) });
  const version = verifier === undefined ? '' : versionWords(verifier.version, language);
  return verifier === undefined
    ? fill(LINE.verdicts[language], { verdicts: said + lead })
    : fill(LINE.checked[language], { model: escapeMarkdown(verifier.model), version, verdicts: said + lead });
}

function versionWords(version: string | undefined, language: Language): string {
  return version === undefined ? '' : fill(LINE.version[language], { version: escapeMarkdown(version) });
}

/** Who found a segment, what the checks said and how sure they were, in one line. */
export function foundWords(segment: CodedSegment, language: Language): string {
  const coder = fill(CODERS[segment.coder][language], { model: escapeMarkdown(segment.model ?? '') });
  const before =
    segment.unreviewed === undefined
      ? ''
      : fill(LINE.before[language], { status: statusWords(segment.unreviewed, language) });
  return (
    fill(LINE.found[language], { coder }) +
    versionWords(segment.coderVersion, language) +
    verdictWords(segment, language) +
    before
  );
}
