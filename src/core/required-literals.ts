import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** Of each list one literal at least stands in whatever an expression matches; case is folded. Empty: nothing is known. */
export type RequiredLiterals = readonly (readonly string[])[];

/** More spellings of one stretch than these cost more to look for than they tell. */
const MOST_SPELLINGS = 64;
/** Repetitions that are spelled out: "hm{1,3}". */
const MOST_REPEATS = 3;
/** Shorter literals stand in nearly every sentence: beside a stronger list they are not worth looking for. */
const WORTH_LOOKING = 3;
/** Letters that have no other case; of letters beyond ASCII that have one, nothing is said. */
const CASELESS = /^[\p{Script=Han}\p{P}\p{S}\p{N}\p{Z}]$/u;

/** All that a piece of an expression can match, where that is a short list; else what its match must hold. */
type Piece =
  | { readonly spellings: readonly string[] }
  | { readonly spellings: null; readonly required: RequiredLiterals };

const ANYTHING: Piece = { spellings: null, required: [] };
const NOTHING: Piece = { spellings: [''] };

/**
 * Derives from an expression's source which literals its matches must hold. It may say too little, never too much: what
 * it doesn't know (classes, look-around, back references) counts as anything. Ask for the literals in a text whose case
 * is folded as `i` and `u` fold it, so that ſ is s and the Kelvin sign is k.
 *
 * @example requiredLiterals(/\b(?:pay|salary)\b.{0,9}\blow\b/iu) // [['pay', 'salary'], ['low']]
 */
export function requiredLiterals(expression: RegExp): RequiredLiterals {
  const lists = requiredOf(eitherOf(alternativesOf(expression))).map(withoutLonger);
  const [strongest] = lists.toSorted(byStrength);
  return lists.filter((list) => list === strongest || strengthOf(list) >= WORTH_LOOKING);
}

/** None where the engine knows a newer syntax than the parser: of such an expression nothing is known. */
function alternativesOf({ source, flags }: RegExp): readonly AST.Alternative[] {
  const mode = { unicode: flags.includes('u'), unicodeSets: flags.includes('v') };
  try {
    return new RegExpParser().parsePattern(source, 0, source.length, mode).alternatives;
  } catch {
    return [];
  }
}

function pieceOf(element: AST.Element): Piece {
  switch (element.type) {
    case 'Assertion':
      return NOTHING;
    case 'Character':
      return characterOf(element.value);
    case 'CharacterClass':
      return classOf(element);
    case 'Group':
    case 'CapturingGroup':
      return eitherOf(element.alternatives);
    case 'Quantifier':
      return repeated(element);
    default:
      return ANYTHING;
  }
}

function characterOf(value: number): Piece {
  const letter = String.fromCodePoint(value);
  if (value < 128) return { spellings: [letter.toLowerCase()] };
  const isCaseless = CASELESS.test(letter) && letter.toLowerCase() === letter.toUpperCase();
  return isCaseless ? { spellings: [letter] } : ANYTHING;
}

function classOf({ negate, elements }: AST.CharacterClass): Piece {
  if (negate) return ANYTHING;
  const pieces = elements.flatMap((element): readonly Piece[] => {
    if (element.type === 'Character') return [characterOf(element.value)];
    if (element.type !== 'CharacterClassRange') return [ANYTHING];
    const { min, max } = element;
    const size = max.value - min.value + 1;
    if (size > MOST_SPELLINGS) return [ANYTHING];
    return Array.from({ length: size }, (_, step) => characterOf(min.value + step));
  });
  return either(pieces);
}

function eitherOf(alternatives: readonly AST.Alternative[]): Piece {
  return either(alternatives.map(({ elements }) => inARow(elements.map(pieceOf))));
}

function either(pieces: readonly Piece[]): Piece {
  const [only, another] = pieces;
  if (only !== undefined && another === undefined) return only;
  const spellings = new Set(pieces.flatMap((piece) => piece.spellings ?? []));
  if (pieces.every((piece) => piece.spellings !== null) && spellings.size <= MOST_SPELLINGS)
    return { spellings: [...spellings] };
  const strongest = pieces.map((piece) => requiredOf(piece).toSorted(byStrength)[0]);
  const one = strongest.flatMap((literals) => literals ?? []);
  return { spellings: null, required: strongest.includes(undefined) ? [] : [[...new Set(one)]] };
}

/** Neighbours are joined as long as their spellings are few: "pay rise" tells more than "pay" and "rise". */
function inARow(pieces: readonly Piece[]): Piece {
  const required: (readonly string[])[] = [];
  let run: readonly string[] = [''];
  let isCut = false;
  const cut = (next: readonly string[]) => {
    required.push(...requiredOf({ spellings: run }));
    run = next;
    isCut = true;
  };
  for (const piece of pieces) {
    if (piece.spellings === null) {
      cut(['']);
      required.push(...piece.required);
    } else if (run.length * piece.spellings.length > MOST_SPELLINGS) cut(piece.spellings);
    else run = joined(run, piece.spellings);
  }
  if (!isCut) return { spellings: run };
  cut(['']);
  return { spellings: null, required };
}

function repeated({ min, max, element }: AST.Quantifier): Piece {
  const piece = pieceOf(element);
  const { spellings } = piece;
  if (spellings !== null && max <= MOST_REPEATS && spellings.length ** max <= MOST_SPELLINGS) {
    const times = (count: number) => inARow(Array.from({ length: count }, () => piece));
    return either(Array.from({ length: max - min + 1 }, (_, more) => times(min + more)));
  }
  return { spellings: null, required: min === 0 ? [] : requiredOf(piece) };
}

function requiredOf(piece: Piece): RequiredLiterals {
  if (piece.spellings === null) return piece.required;
  return piece.spellings.length === 0 || piece.spellings.includes('') ? [] : [piece.spellings];
}

function joined(heads: readonly string[], tails: readonly string[]): readonly string[] {
  const [tail, another] = tails;
  // A letter more, as nearly always: what differed differs still.
  if (tail !== undefined && another === undefined) return heads.map((head) => head + tail);
  return [...new Set(heads.flatMap((head) => tails.map((tail) => head + tail)))];
}

/** Long literals are rare in a text; a Han character is rarer than a letter. */
function byStrength(a: readonly string[], b: readonly string[]): number {
  return strengthOf(b) - strengthOf(a) || a.length - b.length;
}

function strengthOf(literals: readonly string[]): number {
  return Math.min(...literals.map((literal) => literal.replace(/\p{Script=Han}/gu, '...').length));
}

/** Where "pay" is looked for, "payment" is found by it. */
function withoutLonger(literals: readonly string[]): readonly string[] {
  return literals.filter((literal) => !literals.some((other) => other !== literal && literal.includes(other)));
}
