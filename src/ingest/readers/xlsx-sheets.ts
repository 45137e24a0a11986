import type { CellRange } from './sheet-tables.ts';
import { entryText, type ZipEntry } from './zip-entries.ts';

/** What the workbook reader doesn't tell of a sheet. */
export interface SheetLook {
  readonly hidden: boolean;
  readonly merges: readonly CellRange[];
}

/** Reads the merged ranges and the visibility of every sheet of a workbook, by sheet name. */
export async function sheetLooks(entries: readonly ZipEntry[]): Promise<ReadonlyMap<string, SheetLook>> {
  const workbook = await entryText(entries, 'xl/workbook.xml');
  const relations = await entryText(entries, 'xl/_rels/workbook.xml.rels');
  const looks = new Map<string, SheetLook>();
  for (const [tag] of workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)) {
    const target = targetOf(relations, attribute(tag, 'r:id'));
    const sheet = await entryText(entries, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    const merged = [...sheet.matchAll(/<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):[A-Z]+(\d+)"/g)];
    const merges = merged.map(([, column = '', top, bottom]) => ({
      column: columnIndex(column),
      top: Number(top) - 1,
      bottom: Number(bottom) - 1,
    }));
    looks.set(unescaped(attribute(tag, 'name')), { hidden: /hidden$/i.test(attribute(tag, 'state')), merges });
  }
  return looks;
}

function targetOf(relations: string, id: string): string {
  const tags = relations.match(/<(?:\w+:)?Relationship\s[^>]*>/g) ?? [];
  return attribute(tags.find((tag) => attribute(tag, 'Id') === id) ?? '', 'Target');
}

function attribute(tag: string, name: string): string {
  return tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? '';
}

function unescaped(value: string): string {
  return value
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** "A" is 0, "AA" is 26. */
function columnIndex(letters: string): number {
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
