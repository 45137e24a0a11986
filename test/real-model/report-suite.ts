import { expect, it } from 'vitest';
import type { Message } from '../../playground/slack-types.ts';
import type { Language } from '../../src/core/language.ts';
import { slotsOf } from '../../src/core/slots.ts';
import { createSentenceStream } from '../../src/report/sentence-stream.ts';
import { wordsIn } from '../../src/report/words.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from '../workspace/whole-app.ts';
import { modelsYml, type RealServers } from './real-servers.ts';
import { type Overheard, tapWire } from './wire-tap.ts';

/** A dozen interviews coded by a model on a processor that does other things as well (ms). */
const REPORT_MS = 300_000;
const PATIENCE_MS = 2 * REPORT_MS;

/** Half of them, since each claim of a model is put to several questions: still enough for a ranking and its prose. */
const TEXTS = Object.fromEntries(Object.entries(EXIT_TEXTS).filter((_, index) => index % 2 === 0));

const isProse = ({ system }: Overheard) => /^You write the prose|撰写文字/.test(system);

/** Asks for a report and waits for the message with the finished buttons. */
async function report(
  app: WholeApp,
  line: string,
): Promise<{ readonly final: string; readonly edits: readonly string[] }> {
  const root = await app.ask(line);
  const isFinished = (message: Message) => JSON.stringify(message.blocks ?? []).includes('"report_anew"');
  const { playground } = app;
  const done = await playground
    .waitFor(() => playground.thread(CHANNEL, root).find(isFinished), REPORT_MS)
    .catch((error) => {
      throw new Error(`still at: ${playground.thread(CHANNEL, root).map(wordsOf).at(-1)}`, { cause: error });
    });
  const ours = playground.record.filter((entry) => entry.thread === root && entry.user === playground.botUser);
  return { final: plain(wordsOf(done)), edits: ours.map((entry) => plain(wordsOf(entry))) };
}

/** The words of a message without its Markdown escapes. */
const plain = (markdown: string) => markdown.replace(/\\([\\`*_[\]|~])/g, '$1');

/** Every sentence that a model sent, as our writer would cut it. */
function sentencesOf(chats: readonly Overheard[]): readonly string[] {
  return chats.flatMap(({ text }) => {
    const stream = createSentenceStream();
    return [...stream.push(text), ...stream.end()];
  });
}

/** The template's own sentences, with slots for everything that depends on the interviews. */
function templateSentences(language: Language): readonly string[] {
  const { prose } = wordsIn(language);
  const written = Object.values(prose).map((words) =>
    typeof words === 'string' ? words : (words as (...codes: readonly string[]) => string)('a', 'b', 'c'),
  );
  return [...written, prose.suggestion('a', '{n}')];
}

/** The prose of one moment: what stands under the headings that a writer fills. */
function proseOf(edit: string, language: Language): string {
  const { title } = wordsIn(language);
  return edit
    .split('\n\n')
    .flatMap((block) => {
      const [heading = '', ...lines] = block.split('\n');
      const isHeadedBy = (name: string) => heading === `**${name}**`;
      if (isHeadedBy(title.core) || isHeadedBy(title.causes) || isHeadedBy(title.suggestions)) return lines;
      // The first line under this one is code's own.
      return isHeadedBy(title.preventable) ? lines.slice(1) : [];
    })
    .map((line) => line.replace(/^- /, ''))
    .join('\n');
}

/** A pattern for a sentence whose slots code has filled. */
function filled(sentence: string): string {
  const pieces = sentence.split(/\{[a-z][a-z:0-9-]*\}/);
  return pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^\\n]+?');
}

/** Everything under a writer's headings comes from a sentence with slots, of a model or of the template. */
function expectOrigins(edits: readonly string[], heard: readonly Overheard[], language: Language): void {
  const own = sentencesOf(heard).filter((sentence) => slotsOf(sentence).length > 0);
  const origins = [...own, ...templateSentences(language)].map(filled).join('|');
  const prose = new RegExp(`^(?:(?:${origins})\\s*)*$`);
  for (const edit of edits) expect(proseOf(edit, language)).toMatch(prose);
}

/** No sentence that a model made up is to be seen at any moment. */
function expectNothingInvented(edits: readonly string[], heard: readonly Overheard[]): void {
  const invented = sentencesOf(heard).filter((sentence) => slotsOf(sentence).length === 0 && sentence.length > 15);
  for (const edit of edits) for (const sentence of invented) expect(edit).not.toContain(sentence);
}

/** Quotations are the leavers' bytes, and the prose holds no number but those of code's own lines and their shares. */
function expectTrue(edits: readonly string[], language: Language): void {
  const texts = Object.values(EXIT_TEXTS).join('\n');
  for (const edit of edits) {
    for (const [, quotation = ''] of edit.matchAll(/^> “(.+)” — /gm)) expect(texts).toContain(quotation);
    const lines = proseOf(edit, language).split('\n');
    const rest = lines.reduce((words, line) => words.replace(line, ''), edit);
    const shares = [...rest.matchAll(/(\d+)(?: of |\/)(\d+)/g)].map(([, a, b]) =>
      Math.round((100 * Number(a)) / Number(b)),
    );
    const counted = new Set([...(rest.match(/\d+/g) ?? []), ...shares.map(String)]);
    expect([...counted]).toEqual(expect.arrayContaining(lines.join(' ').match(/\d+/g) ?? []));
  }
}

/** The whole program on a model that hallucinates freely. */
export function reportSuite(servers: () => RealServers): void {
  it('shows no sentence that did not pass the check, at no edit, in either language, also when the model dies', {
    timeout: PATIENCE_MS,
  }, async () => {
    const { first, second } = servers();
    const tap = tapWire();
    const models = modelsYml({ primary: await tap.over(first), fast: await tap.over(second) });
    const app = await startApp({ models });
    await app.upload(TEXTS);

    const english = await report(app, '/attrition report');
    const heardEnglish = tap.heard.filter(isProse);
    expect(heardEnglish.map(({ text }) => text).join('').length).toBeGreaterThan(20);
    expect(english.final).toContain(`${Object.keys(TEXTS).length} interviews read`);
    expect(english.final).toContain(first.model);
    expectNothingInvented(english.edits, heardEnglish);
    expectOrigins(english.edits, heardEnglish, 'en');
    expectTrue(english.edits, 'en');

    // The first one dies in its first sentence, the second one later: who writes in circles doesn't keep the test waiting.
    tap.breakAfter((chat) => (chat.server === first ? 12 : 200));
    const chinese = await report(app, '/attrition report lang=zh');
    const heardChinese = tap.heard.filter(isProse).slice(heardEnglish.length);
    // Everything is coded already: only prose is asked for, of the first model and then of the second.
    expect(heardChinese.map(({ server }) => server.model)).toEqual([first.model, second.model]);
    expect(chinese.final).toMatch(/曾换用其他模型|模板/);
    expect(chinese.final).toContain(first.model);
    expectNothingInvented(chinese.edits, heardChinese);
    expectOrigins(chinese.edits, heardChinese, 'zh');
    expectTrue(chinese.edits, 'zh');
    // Two models are never spliced: what the first one wrote is void.
    expectOrigins([chinese.final], heardChinese.slice(1), 'zh');
  });
}
