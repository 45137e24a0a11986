import { beforeAll, describe, expect, it } from 'vitest';
import type { Attribution } from '../../../src/core/attribution.ts';
import type { CodingOutcome } from '../../../src/core/coding.ts';
import type { Interview } from '../../../src/core/interview.ts';
import { MINIMAL_PAIRS, type PairedAnswer } from '../../fixtures/evidence/minimal-pairs.ts';
import { causesOf, codingPath, readInterview, transcriptOf } from '../../support/coding-path.ts';

let path: Awaited<ReturnType<typeof codingPath>>;
beforeAll(async () => {
  path = await codingPath();
});

/** The answer to "why are you leaving?", with an exchange behind it that says nothing. */
function interviewOf({ language, text }: PairedAnswer): Interview {
  const exchanges =
    language === 'en'
      ? ([
          ['Why are you leaving?', text],
          ['Who has the keys?', 'They hang by the door.'],
        ] as const)
      : ([
          ['为什么离职？', text],
          ['钥匙给谁了？', '挂在门边上。'],
        ] as const);
  return readInterview(transcriptOf(language, exchanges));
}

/** A model that gives these codes, each for the whole answer. */
function claimed(interview: Interview, codes: readonly string[]): CodingOutcome {
  const sentences = interview.sentences.filter(({ turn }) => turn === 1).map(({ id }) => id);
  const claim = { sentences, coder: 'model', model: 'M', link: 'stated' } as const;
  return { kind: 'found', unsure: false, proposals: codes.map((code) => ({ code, ...claim })) };
}

const primariesOf = ({ causes }: Attribution) =>
  causes.filter(({ role }) => role === 'primary').map(({ code }) => code);

describe.each(MINIMAL_PAIRS)('$language, $rule: $text', (answer) => {
  const { primary, contributing, wrong } = answer;

  it('is attributed as labelled when the right codes are proposed', async () => {
    const interview = interviewOf(answer);
    const right = [...(primary === null ? [] : [primary]), ...contributing];
    const result = await path.attributed(interview, claimed(interview, right), () => 'stated-reason');
    if (primary === null) {
      expect(result).toMatchObject({ causes: [], separation: { type: 'involuntary', ranked: false } });
    } else {
      expect(causesOf(result).toSorted()).toEqual(right.toSorted());
      expect(primariesOf(result)).toContain(primary);
    }
  });

  it('does not get the wrong code of its pair while no verdict confirms it', async () => {
    if (wrong === 'involuntary') return;
    const interview = interviewOf(answer);
    for (const verdict of [null, 'unrelated'] as const)
      expect(causesOf(await path.attributed(interview, claimed(interview, [wrong]), () => verdict))).toEqual([]);
  });

  it('is understood by the reader or left to a person', async () => {
    const result = await path.byReader(interviewOf(answer));
    if (!contributing.includes(wrong)) expect(causesOf(result)).not.toContain(wrong);
    const primaries = primariesOf(result);
    if (result.outcome === 'coded' && primaries.length > 0) expect(primaries).toContain(primary);
  });
});

describe('what the checks alone say of a pair’s wrong code', () => {
  it('denies it where the leaver does, whatever the verdict would say', async () => {
    const stopped: string[] = [];
    for (const answer of MINIMAL_PAIRS.filter(({ wrong }) => wrong !== 'involuntary')) {
      const interview = interviewOf(answer);
      const result = await path.attributed(interview, claimed(interview, [answer.wrong]), () => 'stated-reason');
      if (!causesOf(result).includes(answer.wrong)) stopped.push(answer.text);
    }
    expect(stopped.length).toBeGreaterThanOrEqual(CHECKS_STOP);
  });
});

/** Of 42; the verdict has to stop the others. Raise it when the checks learn more. */
const CHECKS_STOP = 4;
