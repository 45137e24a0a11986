import type { Span, SpeakerRole } from '../../core/interview.ts';
import type { LayoutTurn } from './layout.ts';
import { firstCount } from './leaving-signs.ts';
import { isRuleLine, type Line, trimSpan } from './lines.ts';

const NOTE_TITLE =
  /\bnotes?\b|record of|\bnote for file\b|written (?:up )?by|typed up|summary of|纪要|整理|笔记|小结|记录表?/i;
const THIRD_EN = /\b(?:he|she|his|her|him|they said|the employee|the leaver)\b/gi;
const THIRD_ZH =
  /她|他(?!们)|其表示|其称|员工(?:表示|提到|认为|反映|称|说|讲|自述)|当事人|[师同][傅学](?:说|表示|讲|提)/gu;
const QUOTED = /[“"「『][^“”"「」『』\n]*[”"」』]/gu;
const OPINION =
  /^\s*(?:[\d一二三四五六七八九十]+[.、．)）]|[(（][\d一二三四五六七八九十]+[)）])?\s*(?:(?:HR|面谈人|访谈人|记录人|人事)\s*(?:的)?(?:备注|小结|看法|意见|评价|判断)|(?:interviewer|hr)(?:'s)?\s+(?:comments?|view|notes?|opinion|assessment))/iu;
const LETTER_HEAD = /^\s*(?:to|from|cc|subject|sent|date|re|主题|收件人|发件人|抄送|时间)\s*[:：]/i;
const GREETING =
  /^\s*(?:dear|hello|hi|hey|to whom|to the)\b.{0,40}[,:，：]?\s*$|^\s*(?:致|尊敬的|各位|亲爱的).{0,20}[:：，]\s*$/iu;
const SIGN_OFF =
  /^\s*(?:(?:yours|best|kind|warm|all the best|regards|sincerely|thanks|cheers|with thanks|many thanks)[\w ]{0,20}[,，]?|此致|敬礼[!！]?|祝好|谢谢)\s*$/iu;

const LISTED = /^\s*(?:[\d一二三四五六七八九十]{1,3}[.、．)）]|[(（][\d一二三四五六七八九十]{1,2}[)）])/u;

/** True when somebody else writes about the leaver (rule R12), judged outside quotations. */
export function isThirdPerson(text: string): boolean {
  const body = text.replace(QUOTED, '');
  const third = (body.match(THIRD_EN)?.length ?? 0) + (body.match(THIRD_ZH)?.length ?? 0);
  const first = firstCount(body);
  const titled = NOTE_TITLE.test(text.split('\n').slice(0, 5).join('\n'));
  return titled ? third >= 2 && third * 2 >= first : third >= 5 && third >= first * 2;
}

/** One turn a paragraph: notes about the leaver; the note-taker's own opinion is the interviewer's. */
export function noteTurns(text: string, lines: readonly Line[]): readonly LayoutTurn[] {
  return paragraphs(text, lines).map((span) => {
    const role: SpeakerRole = OPINION.test(text.slice(span.start, span.end)) ? 'interviewer' : 'note';
    return { ...span, role };
  });
}

/** One leaver turn a paragraph of a letter, without its greeting, sign-off and signature. */
export function letterTurns(
  text: string,
  lines: readonly Line[],
): { readonly turns: readonly LayoutTurn[]; readonly names: readonly string[] } {
  const names: string[] = [];
  const kept = [...lines];
  const last = kept.findLastIndex((line) => line.text.trim() !== '');
  const signature = kept[last]?.text.trim() ?? '';
  if (last > 2 && isSignature(signature)) {
    names.push(signature);
    kept.splice(last, 1);
  }
  const body = kept.map((line) =>
    LETTER_HEAD.test(line.text) || GREETING.test(line.text) || SIGN_OFF.test(line.text) ? { ...line, text: '' } : line,
  );
  return { turns: paragraphs(text, body).map((span) => ({ ...span, role: 'leaver' })), names };
}

function isSignature(line: string): boolean {
  return /^\p{Lu}[\p{Ll}.]{0,14}(?:\s\p{Lu}[\p{Ll}.]{0,14}){0,2}$/u.test(line) || /^\p{Script=Han}{2,4}$/u.test(line);
}

/** Blank lines, list numbers and lines that end a sentence end a paragraph; wrapped lines stay together. */
function paragraphs(text: string, lines: readonly Line[]): readonly Span[] {
  const found: Span[] = [];
  let open: Span | undefined;
  let ended = false;
  for (const line of [...lines, { text: '', start: text.length, end: text.length }]) {
    const blank = line.text.trim() === '' || isRuleLine(line.text);
    if (open !== undefined && (blank || ended || LISTED.test(line.text))) {
      found.push(trimSpan(text, open));
      open = undefined;
    }
    if (!blank) open = { start: open?.start ?? line.start, end: line.end };
    ended = /[.!?。！？：:”"）)]$/u.test(line.text.trimEnd());
  }
  return found;
}
