import type { BenchInterview } from '../corpus/interviews.ts';
import { PLAIN_PROMPT, PLAIN_SUMMARY } from '../server/script.ts';
import { inTurn } from './peer-model.ts';

const ASK = `${PLAIN_PROMPT} List every reason why the person left, each with a verbatim quotation, then write a short summary.`;

/**
 * One plain prompt per interview, asked for quotations and a summary, and one that makes a report of the summaries: all
 * of the answers together would not fit the window.
 */
export async function runPlainPrompt(
  interviews: readonly BenchInterview[],
  { urls, concurrency }: { readonly urls: readonly string[]; readonly concurrency: number },
): Promise<void> {
  const model = inTurn(urls, concurrency);
  const summaries: string[] = [];
  const waiting = [...interviews.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, { text }] = next;
      const answer = await model().invoke([
        ['system', 'You are a helpful HR analyst.'],
        ['user', `${ASK}\n\n${text}`],
      ]);
      const words = String(answer.content);
      summaries[index] = words.slice(words.lastIndexOf('Summary:')).slice(0, 600);
    }
  };
  await Promise.all(Array.from({ length: concurrency * urls.length }, work));
  if (interviews.length > 1)
    await model().invoke([
      ['system', 'You are a helpful HR analyst.'],
      ['user', `${PLAIN_SUMMARY} Write a report on why people left.\n\n${summaries.join('\n')}`],
    ]);
}
