import type { ChatBody } from './check-request.ts';
import type { ScriptedAnswer } from './scripted-answer.ts';

/** How sure a scripted model is of its choice when the script doesn't say. */
const USUAL_WEIGHT = 0.97;

/** Holds an answer to the closed set that was asked for, as a grammar does: scripts say the bare choice. */
export function constrained(answer: ScriptedAnswer, chat: ChatBody): ScriptedAnswer {
  const { choice, choiceBy } = chat;
  if (choice === null) return answer;
  if (choiceBy === 'json_schema')
    return choice.includes(answer.text) ? { ...answer, text: JSON.stringify({ choice: answer.text }) } : answer;
  const text = choice.includes(answer.text) ? answer.text : (choice[0] ?? '');
  return { ...answer, text, weights: answer.weights ?? usualWeights(choice, text) };
}

function usualWeights(choice: readonly string[], text: string): Readonly<Record<string, number>> {
  const other = (1 - USUAL_WEIGHT) / Math.max(1, choice.length - 1);
  return Object.fromEntries(choice.map((each) => [each, each === text ? USUAL_WEIGHT : other]));
}
