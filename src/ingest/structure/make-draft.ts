import type { InterviewDraft, InterviewHeader, Sentence, Tick, Turn } from '../../core/interview.ts';
import { languageShare } from './language-share.ts';
import type { Layout } from './layout.ts';
import { createMasker, type Masker } from './mask-text.ts';
import { toMasked } from './original-offset.ts';
import { splitSentences } from './split-sentences.ts';

/** Masks a layout and numbers its sentences: the interview as it will be stored and quoted. */
export function makeDraft(layout: Layout, position: number): InterviewDraft {
  const talk = layout.turns.filter((turn) => turn.role !== 'other');
  const language = languageShare(talk.map((turn) => layout.text.slice(turn.start, turn.end)).join('\n'));
  const masker = createMasker(language === 'en' ? 'en' : 'zh', layout.names);
  const { text, masks } = masker.mask(
    layout.text,
    layout.turns.filter((turn) => turn.tick !== undefined),
  );
  const turns: Turn[] = [];
  const sentences: Sentence[] = [];
  const ticks: Tick[] = [];
  for (const [index, from] of layout.turns.entries()) {
    const span = { start: toMasked(masks, from.start), end: toMasked(masks, from.end) };
    const question = from.question === undefined ? {} : { question: masker.mask(from.question).text };
    turns.push({ index, role: from.role, ...span, ...question });
    const pieces = from.tick === undefined ? splitSentences(text, span) : [span];
    for (const piece of pieces) sentences.push({ id: sentences.length + 1, turn: index, ...piece });
    if (from.tick?.reason) {
      ticks.push({ option: text.slice(span.start, span.end), sentence: sentences.length, main: from.tick.main });
    }
  }
  const header = maskHeader(layout.header, masker);
  return {
    position,
    language,
    format: layout.format,
    text,
    turns,
    sentences,
    ticks,
    header,
    masks,
    doubt: layout.doubt,
  };
}

function maskHeader(header: InterviewHeader, masker: Masker): InterviewHeader {
  const masked = { ...header };
  for (const field of ['department', 'role', 'level', 'location', 'separation', 'statedReason'] as const) {
    const value = header[field];
    if (value !== undefined) Object.assign(masked, { [field]: masker.mask(value).text });
  }
  return masked;
}
