import { CFB } from '@e965/xlsx';
import { AttritionError } from '../../core/errors.ts';

/** What an OLE container (the shell of Office files before 2007 and of encrypted ones) holds. */
export type OleContent = 'doc' | 'old-doc' | 'xls' | 'old-xls' | 'encrypted' | 'msg' | 'ppt' | 'other';

/** The package types its container reader as any; this is the part used here. */
interface OleContainer {
  readonly FullPaths: readonly string[];
  readonly FileIndex: readonly { readonly content?: ArrayLike<number> }[];
}

/** First two bytes of a WordDocument stream since Word 97, little endian. */
const WORD_97_MAGIC = 0xa5ec;
/** Position of the flags in a WordDocument stream, and the flag of encryption. */
const WORD_FLAGS_AT = 10;
const WORD_ENCRYPTED = 0x0100;

/** Looks into an OLE container; throws `file-damaged` when its directory can't be read. */
export function oleContent(bytes: Uint8Array): OleContent {
  const streams = topStreams(bytes);
  if (streams.has('EncryptedPackage')) return 'encrypted';
  if (streams.has('__properties_version1.0')) return 'msg';
  if (streams.has('PowerPoint Document')) return 'ppt';
  if (streams.has('Workbook')) return 'xls';
  if (streams.has('Book')) return 'old-xls';
  const word = streams.get('WordDocument');
  if (word === undefined) return 'other';
  const view = new DataView(word.buffer, word.byteOffset, word.byteLength);
  if (view.byteLength < WORD_FLAGS_AT + 2) throw new AttritionError('file-damaged');
  if (view.getUint16(0, true) !== WORD_97_MAGIC) return 'old-doc';
  return (view.getUint16(WORD_FLAGS_AT, true) & WORD_ENCRYPTED) === 0 ? 'doc' : 'encrypted';
}

/** The streams right under the root, so that a document embedded in another doesn't mislead. */
function topStreams(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  try {
    const container: OleContainer = CFB.read(Buffer.from(bytes), { type: 'buffer' });
    return new Map(
      container.FullPaths.flatMap((path, index) => {
        // The root is called "Root Entry" by Office and "R" by programs that write for it.
        const name = path.match(/^[^/]+\/([^/]+)\/?$/)?.[1];
        return name === undefined ? [] : [[name, Uint8Array.from(container.FileIndex[index]?.content ?? [])] as const];
      }),
    );
  } catch (thrown) {
    throw new AttritionError('file-damaged', {}, thrown);
  }
}
