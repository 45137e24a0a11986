import { SlackRefusal } from './slack-refusal.ts';
import { type Block, isRecord } from './slack-types.ts';

/** Slack's sizes in UTF-16 units (facts: method reference, types of @slack/types, bolt-js#2509). */
export const LIMITS = {
  updateText: 4_000,
  /** Longer text of a post is cut, not refused. */
  postText: 40_000,
  markdownText: 12_000,
  /** All blocks of a message together. */
  allBlocks: 13_200,
  blocks: 50,
  viewBlocks: 100,
  sectionText: 3_000,
  sectionFields: 10,
  fieldText: 2_000,
  headerText: 150,
  actionElements: 25,
  contextElements: 10,
  buttonText: 75,
  buttonValue: 2_000,
  actionId: 255,
  tableRows: 100,
  tableColumns: 20,
  tableText: 10_000,
  viewTitle: 24,
  viewMetadata: 3_000,
} as const;

const KNOWN_BLOCKS = new Set(
  'actions alert card carousel container context context_actions data_table data_visualization divider file header image input markdown rich_text section table task_card plan video'.split(
    ' ',
  ),
);

interface Sized {
  readonly text?: string | undefined;
  readonly markdownText?: string | undefined;
  readonly blocks?: readonly Block[] | undefined;
}

/** Refuses a post or an edit as Slack does; throws SlackRefusal. */
export function checkMessage(kind: 'post' | 'update', message: Sized): void {
  const { text, markdownText, blocks } = message;
  if (markdownText !== undefined && (text !== undefined || blocks !== undefined)) {
    throw new SlackRefusal('markdown_text_conflict');
  }
  if ((markdownText?.length ?? 0) > LIMITS.markdownText) throw new SlackRefusal('msg_too_long');
  if (kind === 'update' && (text?.length ?? 0) > LIMITS.updateText) throw new SlackRefusal('msg_too_long');
  if (blocks) checkBlocks(blocks, LIMITS.blocks);
}

/** Refuses a modal or home view as Slack does; throws SlackRefusal. */
export function checkView(view: Readonly<Record<string, unknown>>, blocks: readonly Block[]): void {
  const isModal = view.type === 'modal';
  if (!isModal && view.type !== 'home') throw invalidArguments('view.type must be modal or home');
  const title = plainText(view.title);
  if (isModal && (title.length === 0 || title.length > LIMITS.viewTitle)) {
    throw invalidArguments(`view.title must have 1 to ${LIMITS.viewTitle} characters`);
  }
  if (isModal && !view.submit && blocks.some((block) => block.type === 'input')) {
    throw invalidArguments('view.submit is required when a view has input blocks');
  }
  if (typeof view.private_metadata === 'string' && view.private_metadata.length > LIMITS.viewMetadata) {
    throw invalidArguments('view.private_metadata is too long');
  }
  checkBlocks(blocks, LIMITS.viewBlocks);
}

/** Reads blocks from an argument or a view; throws SlackRefusal when they are no blocks. */
export function readBlocks(value: unknown): readonly Block[] | undefined {
  if (value === undefined || value === null) return undefined;
  const isList = Array.isArray(value) && value.every((one) => isRecord(one) && typeof one.type === 'string');
  if (!isList) throw new SlackRefusal('invalid_blocks_format');
  return value;
}

/** Checks number, kinds and sizes of blocks; throws SlackRefusal. */
export function checkBlocks(blocks: readonly Block[], most: number): void {
  if (blocks.length > most) throw invalidBlocks(`no more than ${most} items allowed [json-pointer:/blocks]`);
  const blockIds = blocks.flatMap((block) => (typeof block.block_id === 'string' ? [block.block_id] : []));
  if (new Set(blockIds).size < blockIds.length) throw invalidBlocks('block_id already exists');
  for (const [index, block] of blocks.entries()) {
    const fault = KNOWN_BLOCKS.has(block.type) ? faultOf(block) : `unsupported type: ${String(block.type)}`;
    if (fault) throw invalidBlocks(`${fault} [json-pointer:/blocks/${index}]`);
  }
  const markdown = blocks.filter((block) => block.type === 'markdown').map((block) => lengthOf(block.text));
  const sizes = blocks.map(sizeOf);
  if (sum(markdown) > LIMITS.markdownText || sum(sizes) > LIMITS.allBlocks) {
    throw new SlackRefusal('msg_blocks_too_long');
  }
}

/** The fault of one block by its kind, or null. */
function faultOf(block: Block): string | null {
  switch (block.type) {
    case 'section':
      return faultOfSection(block);
    case 'header':
      return textFault('header', plainText(block.text), LIMITS.headerText);
    case 'markdown':
      return lengthOf(block.text) > 0 ? null : 'markdown text must not be empty';
    case 'actions':
      return faultOfActions(list(block.elements));
    case 'context':
      return countFault('elements', list(block.elements).length, LIMITS.contextElements);
    case 'image':
      return lengthOf(block.alt_text) > 0 && lengthOf(block.alt_text) <= LIMITS.fieldText ? null : 'missing alt_text';
    case 'table':
      return faultOfTable(block);
    case 'file':
      return 'file blocks cannot be added by apps';
    default:
      return null;
  }
}

function faultOfSection(block: Block): string | null {
  const fields = list(block.fields);
  if (!block.text && fields.length === 0) return 'section needs text or fields';
  if (fields.length > LIMITS.sectionFields) return `no more than ${LIMITS.sectionFields} fields`;
  for (const field of fields) {
    const fault = textFault('field', plainText(field), LIMITS.fieldText);
    if (fault) return fault;
  }
  const fault = block.text ? textFault('section', plainText(block.text), LIMITS.sectionText) : null;
  return fault ?? (isRecord(block.accessory) ? faultOfElement(block.accessory) : null);
}

function faultOfActions(elements: readonly unknown[]): string | null {
  const count = countFault('elements', elements.length, LIMITS.actionElements);
  if (count) return count;
  const ids = elements.flatMap((one) => (isRecord(one) && typeof one.action_id === 'string' ? [one.action_id] : []));
  if (new Set(ids).size < ids.length) return 'action_id already exists';
  for (const element of elements) {
    const fault = isRecord(element) ? faultOfElement(element) : 'element must be an object';
    if (fault) return fault;
  }
  return null;
}

function faultOfElement(element: Readonly<Record<string, unknown>>): string | null {
  if (lengthOf(element.action_id) > LIMITS.actionId) return 'action_id is too long';
  if (element.type !== 'button') return null;
  if (lengthOf(element.value) > LIMITS.buttonValue) return 'button value is too long';
  return textFault('button', plainText(element.text), LIMITS.buttonText);
}

function faultOfTable(block: Block): string | null {
  const rows = list(block.rows);
  if (rows.length > LIMITS.tableRows) return `no more than ${LIMITS.tableRows} rows`;
  if (rows.some((row) => list(row).length > LIMITS.tableColumns)) return `no more than ${LIMITS.tableColumns} columns`;
  return sizeOf(block) > LIMITS.tableText ? 'table is too long' : null;
}

function textFault(what: string, text: string, most: number): string | null {
  if (text.length === 0) return `${what} text must be more than 0 characters`;
  return text.length > most ? `${what} text must be less than ${most + 1} characters` : null;
}

function countFault(what: string, count: number, most: number): string | null {
  if (count === 0) return `${what} must have at least 1 item`;
  return count > most ? `no more than ${most} ${what}` : null;
}

/** Characters of all texts inside a block. */
function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return sum(value.map(sizeOf));
  if (!isRecord(value)) return 0;
  return sum(Object.entries(value).map(([name, inner]) => (name === 'text' ? lengthOf(inner) : 0) + sizeOf(inner)));
}

function plainText(value: unknown): string {
  return isRecord(value) && typeof value.text === 'string' ? value.text : '';
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function invalidBlocks(fault: string): SlackRefusal {
  return new SlackRefusal('invalid_blocks', [fault]);
}

function invalidArguments(fault: string): SlackRefusal {
  return new SlackRefusal('invalid_arguments', [fault]);
}
