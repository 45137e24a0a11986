import { ask, type Heard, type Line, look, rootOf } from '../chat.ts';
import { type Finding, finding } from '../finding.ts';
import { plain } from '../layout.ts';

/** One token from a healthy server takes well under a second. */
const SPEAK_MS = 5_000;
const HEALTH_MS = 2_000;
const ANSWER_MS = 8_000;

const READY = { system: 'Answer with one word.', user: 'Ready?', maxTokens: 1 };
/** Answered with more pieces than a usual tokenizer has whole characters for. */
const CHINESE = {
  system: '只用中文回答，只重复用户的话。',
  user: '重复：薪酬偏低，谢谢你们，再见。',
  maxTokens: 48,
};

/** What one token showed. */
export interface Speaking {
  readonly findings: readonly Finding[];
  readonly speaks: boolean;
  /** Whether rules may be sent as a system message from here on. */
  readonly acceptsSystem: boolean;
}

/**
 * Asks for one token, and sets it against what the health check says: an engine that hangs can be "healthy".
 * A server that refuses the system message is tried without one.
 */
export async function probeSpeaking(line: Line): Promise<Speaking> {
  const first = await ask(line, READY, { ms: SPEAK_MS });
  const refused = line.acceptsSystem && first.status === 400;
  const heard = refused ? await ask({ ...line, acceptsSystem: false }, READY, { ms: SPEAK_MS }) : first;
  const speaks = heard.ok && (heard.finished || heard.text !== '');
  const health = await look(line, `${rootOf(line)}/health`, HEALTH_MS);
  const acceptsSystem = line.acceptsSystem && !(refused && speaks);
  return {
    findings: [speaksFinding(heard, speaks), healthFinding(health?.status ?? 0, speaks), systemFinding()],
    speaks,
    acceptsSystem,
  };

  function systemFinding(): Finding {
    if (!speaks) return finding('system', 'unknown', 'noAnswerNoJudgement');
    if (!line.acceptsSystem) return finding('system', 'good', 'systemMerged');
    return acceptsSystem ? finding('system', 'good', 'systemTaken') : finding('system', 'bad', 'systemRefused');
  }
}

function speaksFinding(heard: Heard, speaks: boolean): Finding {
  if (speaks) return finding('speaks', 'good', 'speaks', { ms: heard.firstTokenMs ?? heard.totalMs });
  if (heard.status !== 0 && heard.status !== 200)
    return finding('speaks', 'bad', 'speaksRefused', { status: heard.status, why: plain(heard.refusal) || '-' });
  if (heard.status === 200 && heard.totalMs < SPEAK_MS) return finding('speaks', 'bad', 'speaksBroken');
  return finding('speaks', 'bad', 'silent', { seconds: SPEAK_MS / 1_000 });
}

function healthFinding(status: number, speaks: boolean): Finding {
  if (status === 200) return speaks ? finding('health', 'good', 'healthTrue') : finding('health', 'bad', 'healthLies');
  if (status === 0 || status === 404) return finding('health', 'unknown', 'healthNone');
  return finding('health', speaks ? 'note' : 'bad', speaks ? 'healthTooDark' : 'healthDown', { status });
}

/** One Chinese answer shows whether the stream is whole: its end, its usage, its characters. */
export async function probeStream(line: Line): Promise<readonly Finding[]> {
  const heard = await ask(line, CHINESE, { ms: ANSWER_MS });
  if (!heard.ok) return (['finish', 'usage', 'utf8'] as const).map((each) => unanswered(each));
  return [
    heard.finished ? finding('finish', 'good', 'finishGiven') : finding('finish', 'bad', 'finishMissing'),
    heard.usage ? finding('usage', 'good', 'usageGiven') : finding('usage', 'note', 'usageMissing'),
    utf8Finding(heard.text),
  ];
}

/** A probe that got no answer says nothing about the server's abilities. */
export const unanswered = (probe: Finding['probe']): Finding => finding(probe, 'unknown', 'noAnswerNoJudgement');

function utf8Finding(text: string): Finding {
  if (text.includes('\uFFFD')) return finding('utf8', 'bad', 'utf8Torn');
  return /\p{Script=Han}/u.test(text) ? finding('utf8', 'good', 'utf8Whole') : finding('utf8', 'unknown', 'utf8Unseen');
}
