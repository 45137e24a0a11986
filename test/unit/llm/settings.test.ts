import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../src/config.ts';
import { budgetsWith, DEFAULT_BUDGETS } from '../../../src/llm/budgets.ts';
import { labelOf, modelsFromEnv, parseModels } from '../../../src/llm/settings.ts';

const WHOLE = `
models:
  - role: primary
    model: Qwen/Qwen2.5-7B-Instruct
    label: 千问 7B
    baseUrls: [http://10.0.0.5:8001/v1, http://10.0.0.5:8002/v1]
    windowTokens: 16384
  - role: fast
    model: Qwen/Qwen2.5-1.5B-Instruct
    baseUrls: [http://10.0.0.6:8000]
    concurrency: 40
budgets:
  answer: { firstTokenMs: 900 }
`;

function faultOf(text: string): unknown {
  try {
    parseModels(text, 'models.yml');
    return null;
  } catch (error) {
    return error;
  }
}

describe('models.yml', () => {
  it('is read with its defaults', () => {
    const settings = parseModels(WHOLE, 'models.yml');
    expect(settings.models.map((model) => [model.role, labelOf(model), model.concurrency])).toEqual([
      ['primary', '千问 7B', undefined],
      ['fast', 'Qwen2.5-1.5B-Instruct', 40],
    ]);
    expect(budgetsWith(settings.budgets).answer).toEqual({ ...DEFAULT_BUDGETS.answer, firstTokenMs: 900 });
    expect(budgetsWith(settings.budgets).coding).toEqual(DEFAULT_BUDGETS.coding);
  });

  it.each([
    ['a wrong role', WHOLE.replace('role: fast', 'role: slow'), 8, 'models.1.role'],
    ['a missing model name', WHOLE.replace('    model: Qwen/Qwen2.5-1.5B-Instruct\n', ''), 8, 'models.1.model'],
    ['an unknown key', WHOLE.replace('concurrency', 'concurency'), 11, 'concurency'],
    ['an address that is none', WHOLE.replace('[http://10.0.0.6:8000]', '[10.0.0.6:8000]'), 10, 'models.1.baseUrls.0'],
    ['a second primary', WHOLE.replace('role: fast', 'role: primary'), 8, 'a second primary model'],
    ['a budget of nothing', WHOLE.replace('900', '0'), 13, 'budgets.answer.firstTokenMs'],
    ['an unknown purpose', WHOLE.replace('answer:', 'answers:'), 13, 'answers'],
    ['broken YAML', WHOLE.replace('[http://10.0.0.6:8000]', '[http://10.0.0.6:8000'), 11, ''],
    ['an empty file', '', 1, 'expected object'],
    ['a file without models', 'budgets: {}', 1, 'models'],
  ])('refuses %s with its line and reason', (_name, text, line, reason) => {
    expect(faultOf(text)).toMatchObject({
      code: 'config-invalid',
      detail: { file: 'models.yml', line, reason: expect.stringContaining(reason) },
    });
  });

  it('has an example that is valid and has a model of each kind', async () => {
    const settings = parseModels(await readFile('models.example.yml', 'utf8'), 'models.example.yml');
    expect(settings.models.map(({ role }) => role)).toEqual(['primary', 'fast', 'vision']);
  });
});

describe('environment variables', () => {
  it('give one model, a fast one, or none', () => {
    expect(modelsFromEnv({}).models).toEqual([]);
    const settings = modelsFromEnv({
      MODEL_URL: 'http://127.0.0.1:8000',
      MODEL_NAME: 'Qwen/Qwen2.5-7B-Instruct',
      FAST_MODEL_URL: 'http://127.0.0.1:8100/v1',
      FAST_MODEL_NAME: 'small',
      FAST_MODEL_API_KEY: 'key',
    });
    expect(settings.models).toMatchObject([
      { role: 'primary', baseUrls: ['http://127.0.0.1:8000'] },
      { role: 'fast', model: 'small', apiKey: 'key' },
    ]);
  });

  it('give a model that reads pictures', () => {
    const variables = { VISION_MODEL_URL: 'http://127.0.0.1:8200', VISION_MODEL_NAME: 'Qwen/Qwen2.5-VL-7B-Instruct' };
    expect(modelsFromEnv(variables).models).toMatchObject([
      { role: 'vision', model: 'Qwen/Qwen2.5-VL-7B-Instruct', baseUrls: ['http://127.0.0.1:8200'] },
    ]);
    expect(readEnvironment(variables)).toMatchObject(variables);
    expect(() => readEnvironment({ VISION_MODEL_NAME: 'x' })).toThrow('VISION_MODEL_URL and VISION_MODEL_NAME');
  });

  it('are refused with a reason', () => {
    expect(() => modelsFromEnv({ MODEL_URL: 'localhost', MODEL_NAME: 'x' })).toThrow('config-invalid');
  });
});
