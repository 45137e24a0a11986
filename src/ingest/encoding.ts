/** Text with the encoding it was read in; `guessed` when it may be wrong and a person should know. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
  readonly guessed: boolean;
}

/** The characters most used in running Chinese text; Big5 read as GB18030 gives almost none of them. */
const COMMON_SIMPLIFIED =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运离职薪酬您谈访主管公司上班加班';

const COMMON_TRADITIONAL =
  '的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運離職薪酬您談訪主管公司上班加班';

const PUNCTUATION = '，。？！、：；“”‘’（）《》…「」';

/** Above this share of broken characters a candidate encoding is out; one cut character at the end is allowed. */
const BROKEN_SHARE = 0.005;
/** Below this share of common characters the text is not Chinese. */
const COMMON_SHARE = 0.08;
/** Above this share of common characters the encoding is certain: wrong ones stay below a tenth. */
const CERTAIN_SHARE = 0.3;

/** Decodes the bytes of a text file: byte order mark, UTF-8, UTF-16, then GB18030, Big5 or Windows-1252. Never throws. */
export function decodeText(bytes: Uint8Array): DecodedText {
  return decodeMarked(bytes) ?? decodeUnmarked(bytes);
}

function decodeMarked(bytes: Uint8Array): DecodedText | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    const rest = bytes.subarray(3);
    return strict(rest, 'utf-8') ?? decodeUnmarked(rest);
  }
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  if (encoding === null) return null;
  const rest = bytes.subarray(2);
  // Some exporters put a UTF-16 mark before UTF-8: real UTF-16 always holds a zero byte (line ends, spaces, digits).
  const mislabelled = rest.includes(0) ? null : strict(rest, 'utf-8');
  return mislabelled ?? { text: new TextDecoder(encoding).decode(rest), encoding, guessed: false };
}

function decodeUnmarked(bytes: Uint8Array): DecodedText {
  return decodeZeroBytes(bytes) ?? strict(bytes, 'utf-8') ?? decodeChinese(bytes) ?? western(bytes);
}

function strict(bytes: Uint8Array, encoding: string): DecodedText | null {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding, guessed: false };
  } catch {
    return null;
  }
}

/** UTF-16 without a mark: the zero bytes of its ASCII characters all stand on the same side. */
function decodeZeroBytes(bytes: Uint8Array): DecodedText | null {
  const zeros = [0, 0];
  for (let i = 0; i < bytes.length; i += 1) {
    if (bytes[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0 || even + odd < bytes.length / 100) return null;
  if (Math.max(even, odd) < 10 * Math.min(even, odd)) return null;
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  return { text: new TextDecoder(encoding).decode(bytes), encoding, guessed: true };
}

function decodeChinese(bytes: Uint8Array): DecodedText | null {
  if (isolatedShare(bytes) > 0.5) return null;
  const simplified = candidate(bytes, 'gb18030', COMMON_SIMPLIFIED);
  const traditional = candidate(bytes, 'big5', COMMON_TRADITIONAL);
  const best = traditional.share > simplified.share ? traditional : simplified;
  return best.share >= COMMON_SHARE
    ? { text: best.text, encoding: best.encoding, guessed: best.share < CERTAIN_SHARE }
    : null;
}

function candidate(bytes: Uint8Array, encoding: string, common: string) {
  const text = new TextDecoder(encoding).decode(bytes);
  const table = new Set(common + PUNCTUATION);
  let foreign = 0;
  let known = 0;
  let broken = 0;
  for (const character of text) {
    if (character < '\u0080') continue;
    foreign += 1;
    if (table.has(character)) known += 1;
    if (character === '\ufffd') broken += 1;
  }
  const usable = foreign > 0 && broken <= Math.max(1, foreign * BROKEN_SHARE);
  return { text, encoding, share: usable ? known / foreign : 0 };
}

/** Share of high bytes that stand alone between ASCII letters, as accents of Western languages do. */
function isolatedShare(bytes: Uint8Array): number {
  const high = (index: number) => (bytes[index] ?? 0) >= 0x80;
  let all = 0;
  let alone = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    if (!high(i)) continue;
    all += 1;
    if (!high(i - 1) && !high(i + 1)) alone += 1;
  }
  return all === 0 ? 0 : alone / all;
}

function western(bytes: Uint8Array): DecodedText {
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252', guessed: true };
}
