import type { Piece } from './pdf-lines.ts';

/** The part of a pdf annotation that says what was filled in (pdfjs-dist types annotations as any). */
export interface FormField {
  readonly subtype?: string;
  readonly fieldType?: string;
  readonly fieldValue?: unknown;
  readonly buttonValue?: string | null;
  readonly exportValue?: string | null;
  readonly checkBox?: boolean;
  readonly radioButton?: boolean;
  readonly options?: readonly { readonly exportValue?: string; readonly displayValue?: string }[];
  readonly rect?: readonly number[];
}

/** Height of letters that a field's value is taken to have where its box is taller, in points. */
const FIELD_LETTER_HEIGHT = 12;

/** Form values as if they were printed where the form shows them; ticks as ☑ and ☐. */
export function fieldPieces(fields: readonly FormField[]): readonly Piece[] {
  return fields.flatMap((field) => {
    const text = field.subtype === 'Widget' ? shownValue(field) : '';
    const [left = 0, bottom = 0, right = 0, top = 0] = field.rect ?? [];
    if (text === '') return [];
    const height = Math.min(FIELD_LETTER_HEIGHT, top - bottom);
    return text.split(/\r\n?|\n/).map((line, i) => ({
      text: line,
      x: left,
      y: baseline(top, bottom, height, i),
      width: right - left,
      height,
      ends: true,
      field: true,
    }));
  });
}

/** One line of letters sits in the middle of its box; further lines follow below. */
function baseline(top: number, bottom: number, height: number, line: number): number {
  const tall = top - bottom > 2 * height;
  return (tall ? top - height : (top + bottom - height) / 2 + height * 0.2) - line * height * 1.2;
}

function shownValue(field: FormField): string {
  if (field.checkBox === true || field.radioButton === true) {
    const own = field.checkBox === true ? field.exportValue : field.buttonValue;
    return field.fieldValue !== 'Off' && field.fieldValue === own ? '☑' : '☐';
  }
  const values = Array.isArray(field.fieldValue) ? field.fieldValue : [field.fieldValue];
  const shown = (value: unknown) =>
    field.options?.find(({ exportValue }) => exportValue === value)?.displayValue ?? value;
  return values
    .map(shown)
    .filter((value) => typeof value === 'string')
    .join(', ')
    .trim();
}
