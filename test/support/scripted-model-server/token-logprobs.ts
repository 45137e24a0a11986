import { tokensOf } from './scripted-answer.ts';

/** What vLLM reports beside a token, or the same spelt in byte letters (known failure M7). */
export type LogprobStyle = 'given' | 'mojibake';

/** Raw weights come before the grammar's mask: the model would rather have begun a sentence. */
const FORBIDDEN = [' The', '\n', '<think>'];
const FORBIDDEN_WEIGHT = 0.6;

/** The `logprobs` objects of an answer's tokens, given the model's weights of the whole choices. */
export function logprobsOf(
  answer: string,
  weights: Readonly<Record<string, number>>,
  how: { readonly top: number; readonly style: LogprobStyle },
): readonly object[] {
  const spell = how.style === 'mojibake' ? inByteLetters : (token: string) => token;
  const paths = Object.entries(weights).map(([choice, weight]) => ({ tokens: tokensOf(choice), weight }));
  return tokensOf(answer).map((token, index, said) => {
    const live = paths.filter(({ tokens }) => said.slice(0, index).every((each, at) => tokens[at] === each));
    const next = new Map<string, number>();
    for (const { tokens, weight } of live) next.set(tokens[index] ?? '', (next.get(tokens[index] ?? '') ?? 0) + weight);
    const total = [...next.values()].reduce((sum, weight) => sum + weight, 0);
    const permitted = [...next].map(([each, weight]) => [each, ((1 - FORBIDDEN_WEIGHT) * weight) / total] as const);
    const all = [...permitted, ...FORBIDDEN.map((each) => [each, FORBIDDEN_WEIGHT / FORBIDDEN.length] as const)];
    const entry = ([each, share]: readonly [string, number]) => ({
      token: spell(each),
      logprob: Math.log(share),
      bytes: how.style === 'mojibake' ? null : [...Buffer.from(each)],
    });
    const top = all.filter(([, share]) => share > 0).sort((a, b) => b[1] - a[1]);
    const own = top.find(([each]) => each === token) ?? ([token, 1] as const);
    return { content: [{ ...entry(own), top_logprobs: top.slice(0, how.top).map(entry) }] };
  });
}

/** As a byte-level tokenizer prints its vocabulary: a letter for each byte. */
function inByteLetters(token: string): string {
  let unprintable = 0;
  const letters = Array.from({ length: 256 }, (_, byte) => {
    const prints = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    return String.fromCodePoint(prints ? byte : 0x100 + unprintable++);
  });
  return [...Buffer.from(token)].map((byte) => letters[byte]).join('');
}
