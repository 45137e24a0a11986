import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** Letters that `i` and `u` take for another one, beside their capitals. */
const TWINS: Readonly<Record<string, string>> = { s: 'ſ', k: '\u212a' };

/**
 * Makes a text that an expression is likely to match, by drawing from its source: alternatives, repetitions and letters
 * by chance, look-around ignored. Whether it does match is for the caller to see.
 */
export function matchingText({ source }: RegExp, draw: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const inCase = (letter: string) => pick([letter, letter, letter.toUpperCase(), TWINS[letter] ?? letter]);
  const eitherOf = (alternatives: readonly AST.Alternative[]) => pick(alternatives).elements.map(textOf).join('');
  const classOf = ({ negate, elements }: AST.CharacterClass): string => {
    if (negate) return pick(['q', '我', '7', ' ']);
    const element = pick(elements);
    if (element.type === 'Character') return inCase(String.fromCodePoint(element.value));
    if (element.type !== 'CharacterClassRange') return pick(['q', '7', ' ']);
    const { min, max } = element;
    return String.fromCodePoint(min.value + Math.floor(draw() * (max.value - min.value + 1)));
  };
  const textOf = (element: AST.Element): string => {
    switch (element.type) {
      case 'Assertion':
        return '';
      case 'Character':
        return inCase(String.fromCodePoint(element.value));
      case 'CharacterClass':
        return classOf(element);
      case 'CharacterSet':
        return pick(['q', '7', ' ', '我']);
      case 'Group':
      case 'CapturingGroup':
        return eitherOf(element.alternatives);
      case 'Quantifier': {
        const times = element.min + Math.floor(draw() * (Math.min(element.max, element.min + 3) - element.min + 1));
        return Array.from({ length: times }, () => textOf(element.element)).join('');
      }
      default:
        return '';
    }
  };
  const mode = { unicode: true };
  return eitherOf(new RegExpParser().parsePattern(source, 0, source.length, mode).alternatives);
}
