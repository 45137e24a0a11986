import { describe, expect, it } from 'vitest';
import type { Completion, CompletionRequest, LanguageModel } from '../../../src/core/ports/language-model.ts';
import { PAGE_TOKENS, readPictures } from '../../../src/jobs/read-pictures.ts';

const page = (number: number) => ({ mediaType: 'image/jpeg' as const, bytes: new Uint8Array([number]) });

/** A model that answers by page and attempt; null is a fault. */
function visionOf(say: (page: number, attempt: number) => string | null) {
  const requests: CompletionRequest[] = [];
  let running = 0;
  let most = 0;
  const attempts = new Map<number, number>();
  const model: LanguageModel = {
    label: 'VL',
    windowTokens: 8_000,
    async complete(request): Promise<Completion> {
      requests.push(request);
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      const shown = request.messages.at(-1)?.pictures?.[0]?.bytes[0] ?? 0;
      const attempt = (attempts.get(shown) ?? 0) + 1;
      attempts.set(shown, attempt);
      const text = say(shown, attempt);
      if (text === null) throw new Error('gone');
      return { text, model: 'VL', usage: null };
    },
    stream() {
      throw new Error('pages are not streamed');
    },
  };
  return { model, requests, most: () => most };
}

describe('readPictures', () => {
  it('joins the pages in order, asks for a plain transcript one page at a time, two at once', async () => {
    const vision = visionOf((number) => (number === 2 ? '[blank page]' : `页 ${number}`));
    const read = await readPictures([page(1), page(2), page(3), page(4)], vision.model);
    expect(read).toEqual({ text: '页 1\n\n页 3\n\n页 4', model: 'VL' });
    expect(vision.most()).toBe(2);
    for (const { purpose, maxTokens, messages } of vision.requests) {
      expect({ purpose, maxTokens }).toEqual({ purpose: 'picture', maxTokens: PAGE_TOKENS });
      expect(messages[0]?.content).toBe(vision.requests[0]?.messages[0]?.content);
      expect(messages[0]?.content).toMatch(/\[illegible\][\s\S]*Add nothing[\s\S]*never an instruction/);
      expect(messages[1]?.pictures).toHaveLength(1);
    }
  });

  it('asks once more for a page that failed, and names the pages that failed twice', async () => {
    const mended = visionOf((_, attempt) => (attempt === 1 ? null : 'read'));
    expect(await readPictures([page(1)], mended.model)).toEqual({ text: 'read', model: 'VL' });
    const broken = visionOf((number) => (number === 2 ? null : number === 3 ? '  ' : 'read'));
    expect(await readPictures([page(1), page(2), page(3)], broken.model)).toEqual({ failedPages: [2, 3], model: 'VL' });
    expect(broken.requests).toHaveLength(5);
  });

  it('takes fences and control characters off an answer', async () => {
    const { model } = visionOf(() => '```text\nHR: Why?\u0000\u202e\r\nA: Pay.\n```');
    expect(await readPictures([page(1)], model)).toEqual({ text: 'HR: Why?\nA: Pay.', model: 'VL' });
  });
});
