import { BACKUP_FAULTS } from './backup-sentences.ts';
import type { FaultCode, FaultDetail } from './errors.ts';
import type { FileRemark } from './file.ts';
import type { Bilingual, Language } from './language.ts';
import { escapeMarkdown } from './markdown.ts';
import { STORE_FAULTS } from './store-sentences.ts';
import { TRANSCRIPT_FAULTS } from './transcript-sentences.ts';

/**
 * What people read for each fault: what happened, why, what to do. `{key}` is filled from the fault's details; a stretch
 * in `[…]` is left out when one of its keys is missing.
 */
const FAULTS: Readonly<Record<FaultCode, Bilingual>> = {
  'file-empty': {
    en: '{name} is empty: there is no text in it. If that is wrong, save it again and upload it once more.',
    zh: '{name} 是空的，里面没有文字。如果不应如此，请重新保存后再上传。',
  },
  'file-password': {
    en: '{name} is protected by a password. Upload it without one; the other files go on.',
    zh: '{name} 有密码保护，无法打开。请去掉密码后再上传；其他文件照常处理。',
  },
  'file-damaged': {
    en: '{name} is damaged and can’t be opened. Open it where it was made, save it again and upload that copy.',
    zh: '{name} 已损坏，无法打开。请用原来的软件打开并另存一份，再上传新的一份。',
  },
  'file-kind-unknown': {
    en: '{name} is a kind of file I can’t read[ (.{extension})]. Save it as docx, pdf, xlsx, csv or txt and upload that.',
    zh: '{name} 的文件类型我读不了[（.{extension}）]。请另存为 docx、pdf、xlsx、csv 或 txt 后再上传。',
  },
  'file-kind-old': {
    en: '{name} is in an old format I can’t read[ ({kind})]. Open it, choose “Save as”[ {saveAs}], and upload the new file.',
    zh: '{name} 是我读不了的旧格式[（{kind}）]。请打开它，选择“另存为”[ {saveAs}]，再上传新文件。',
  },
  'file-too-large': {
    en: '{name} is too large to read safely[ (at most {limit} {unit})]. Split it, or upload only the part with the interviews.',
    zh: '{name} 太大，无法安全读取[（最多 {limit} {unit}）]。请拆分后再上传，或只上传访谈部分。',
  },
  'file-too-slow': {
    en: '{name} was given up[ after {seconds} s]: reading it took too long. Split it, or save it as docx or txt and upload that.',
    zh: '{name} 读取时间过长[（超过 {seconds} 秒）]，已放弃。请拆分，或另存为 docx、txt 后再上传。',
  },
  ...TRANSCRIPT_FAULTS,
  'file-noise': {
    en: '{name} has text that comes out as meaningless signs, because its fonts don’t say which letters they show. Export it again, or upload the document it was made from.',
    zh: '{name} 的文字读出来是乱码，因为其中的字体没有说明字符对应关系。请重新导出，或上传生成它的原始文档。',
  },
  'file-textbox-only': {
    en: '{name} holds text boxes only and no interview text was found in them. If that is wrong, paste the text into a plain document.',
    zh: '{name} 里只有文本框，其中没有找到访谈内容。如果不应如此，请把文字粘贴到普通文档里再上传。',
  },
  'file-attachment-only': {
    en: '{name} only carries other files embedded in it. Upload those files themselves.',
    zh: '{name} 里只嵌入了其他文件。请直接上传那些文件。',
  },
  'file-no-interview': {
    en: '{name} was read, but nothing in it looks like an interview. If that is wrong, mark who speaks (for example “HR:” and “Employee:”) and upload it again.',
    zh: '{name} 已读取，但里面没有看起来像访谈的内容。如果不应如此，请标明说话人（如“HR：”“员工：”）后再上传。',
  },
  'file-table-broken': {
    en: '{name} is a table that doesn’t add up[ at line {line}][: {reason}][ ({found} cells where {expected} belong)]. To keep answers in their own columns it was not read. Correct the line, or save the table as xlsx.',
    zh: '{name} 这张表格有问题[，在第 {line} 行][：{reason}][（应有 {expected} 格，实有 {found} 格）]。为避免答案串列，没有读取。请改正这一行，或另存为 xlsx。',
  },
  'file-table-without-reasons': {
    en: '{name} is a table[ of {rows} rows] in which no column says why people left, so no interview was taken from it. If one does, name the column “reason for leaving”.',
    zh: '{name} 是一张表格[（{rows} 行）]，但没有一列说明离职原因，因此没有从中读取访谈。如果有，请把该列命名为“离职原因”。',
  },
  'file-login-page': {
    en: '{name} came as a sign-in page instead of the file: I’m not allowed to download it. An admin can give the app the “files:read” permission; then upload it again.',
    zh: '{name} 下载到的是登录页面而不是文件：我没有下载权限。请管理员为应用授予“files:read”权限，然后重新上传。',
  },
  'file-not-available': {
    en: '{name} couldn’t be fetched[ ({reason})][ (status {status})][ ({error})]. Wait a moment and upload it again.',
    zh: '{name} 没能取到[（{reason}）][（状态 {status}）][（{error}）]。请稍后重新上传。',
  },
  'file-duplicate': {
    en: '{name} is the same as a file read before, so it was not counted twice.',
    zh: '{name} 与之前读过的文件相同，没有重复计入。',
  },
  'file-archive-unsafe': {
    en: '{name} was not unpacked[: {reason}][ (limit {limit})]. Upload the files themselves.',
    zh: '{name} 没有解压[：{reason}][（上限 {limit}）]。请直接上传里面的文件。',
  },
  'model-not-configured': {
    en: 'No language model is set up[ for {role}]. The rules read the interviews alone; set MODEL_URL or models.yml to add a model.',
    zh: '没有配置语言模型[（{role}）]，目前只由规则读取访谈。要加入模型，请设置 MODEL_URL 或 models.yml。',
  },
  'model-unreachable': {
    en: 'The model server[ of {model}] can’t be reached. Check that it runs and that its address is right.',
    zh: '连不上[ {model} 的]模型服务。请确认它在运行、地址正确。',
  },
  'model-slow': {
    en: '{model} didn’t begin to answer in time[ ({seconds} s)]. Try again, or choose the fast model.',
    zh: '{model}没有及时开始回答[（{seconds} 秒）]。请重试，或选择快速模型。',
  },
  'model-stalled': {
    en: '{model} stopped in the middle of its answer[ ({seconds} s of silence)]. The unfinished text was thrown away. Try again.',
    zh: '{model}答到一半就停了[（{seconds} 秒没有输出）]，没写完的文字已丢弃。请重试。',
  },
  'model-cut-off': {
    en: '{model} was cut off before it had finished, so its answer was not used. Ask for less at once, for example a shorter period.',
    zh: '{model}的回答没写完就被截断，因此没有采用。请缩小范围再问，例如缩短时间段。',
  },
  'model-looping': {
    en: '{model} kept repeating itself and was stopped; its answer was not used. Try again.',
    zh: '{model}不断重复，已被停止，回答没有采用。请重试。',
  },
  'model-refused': {
    en: 'The model server[ of {model}] refused the request[ ({status})][: {reason}]. An admin should look at its settings.',
    zh: '[{model} 的]模型服务拒绝了请求[（{status}）][：{reason}]。请管理员检查设置。',
  },
  'model-invalid': {
    en: '{model} answered in a form that can’t be used, so nothing was taken from it. Try again; if it stays so, another model is needed.',
    zh: '{model}的回答格式无法使用，因此没有采用。请重试；若仍如此，需要换一个模型。',
  },
  'model-too-long': {
    en: 'The text is too long for {model}[ ({tokens} of {window} tokens)]. Ask for less at once, or use a model with a larger window.',
    zh: '文本超出了 {model} 的长度上限[（{tokens}/{window} 个 token）]。请缩小范围，或换用窗口更大的模型。',
  },
  'model-too-small': {
    en: '{model} is too small to cite sentences, so the codebook reader coded the interviews. Configure a model of 3B or more, or set `cites: true` in models.yml.',
    zh: '{model} 太小，不能可靠地引用句子，因此由编码本阅读器编码访谈。请配置 3B 以上的模型，或在 models.yml 里设 `cites: true`。',
  },
  aborted: {
    en: 'Stopped, as asked. What was read so far is kept; ask again to go on.',
    zh: '已按要求停止。已读的部分都保留着；再问一次即可继续。',
  },
  'config-invalid': {
    en: 'The settings[ in {file}] can’t be used[, line {line}][: {reason}][: {missing} is missing]. Correct them and start again.',
    zh: '设置[（{file}）]无法使用[，第 {line} 行][：{reason}][：缺少 {missing}]。请改正后重新启动。',
  },
  'codebook-invalid': {
    en: 'The codebook[ {file}] can’t be used[, line {line}][: {reason}]. Correct it and load it again.',
    zh: '编码手册[ {file} ]无法使用[，第 {line} 行][：{reason}]。请改正后重新加载。',
  },
  'codebook-unknown': {
    en: 'There is no codebook[ called {codebook}].[ Known ones: {known}.] Choose one of them.',
    zh: '没有[名为 {codebook} 的]编码手册。[现有：{known}。]请从中选择。',
  },
  ...STORE_FAULTS,
  'port-in-use': {
    en: 'Port {port} is taken by another program. Stop that one, or set PORT (Slack over HTTP) or PLAYGROUND_PORT (the local workspace) to another number.',
    zh: '端口 {port} 已被其他程序占用。请停掉那个程序，或把 PORT（经 HTTP 连接 Slack）或 PLAYGROUND_PORT（本地工作区）设为别的端口。',
  },
  ...BACKUP_FAULTS,
  'message-too-long': {
    en: 'The answer is too long for one message, so the rest is in the attached file.',
    zh: '回答太长，一条消息放不下，其余部分见附件。',
  },
  'message-gone': {
    en: 'The message I was writing to has been deleted. Ask again for a new one.',
    zh: '我正在写的那条消息已被删除。请重新提问。',
  },
  'edit-refused': {
    en: 'Slack refused the last change of this message[ ({reason})]. What it shows may be old; ask again for a fresh one.',
    zh: 'Slack 拒绝了对这条消息的最后一次修改[（{reason}）]，显示的内容可能不是最新。请重新提问。',
  },
  'not-allowed-here': {
    en: 'This channel isn’t set up for exit interviews. An admin can allow it: /attrition help access.',
    zh: '这个频道没有开通离职访谈。管理员可以开通：/attrition help access。',
  },
  'group-unreadable': {
    en: 'I can’t look up who is in the user group {group}[ ({error})], so nobody gets more rights through it; while a group of MANAGER_USERS can’t be looked up, everybody counts as a line manager. An admin can mend it: give the app the scope usergroups:read, or correct the id.',
    zh: '无法查询用户组 {group} 的成员[（{error}）]，因此没有人能通过它获得更多权限；MANAGER_USERS 中的用户组无法查询时，所有人都按直线经理处理。管理员可以修复：为应用添加 usergroups:read 权限，或更正用户组编号。',
  },
  'deleted-meanwhile': {
    en: 'Interviews were deleted on request while this was being made, so it was thrown away. Please ask again.',
    zh: '生成过程中有访谈应要求被删除，因此这份内容已作废。请重新提问。',
  },
  'alerts-invalid': {
    en: 'The list of statements that need a person can’t be used[: {reason}]. Correct codebooks/alerts.yml and start again.',
    zh: '需要专人处理的陈述清单无法使用[：{reason}]。请修正 codebooks/alerts.yml 后重新启动。',
  },
  'app-uninstalled': {
    en: 'Attrition is not installed in this workspace any more[ ({error})], so nothing can be posted there. Whoever manages the app can install it again from its install page; what was read is kept for 30 days.',
    zh: '此工作区已不再安装 Attrition[（{error}）]，无法在那里发消息。请应用管理者从安装页重新安装；已读取的内容保留 30 天。',
  },
  'workspace-not-allowed': {
    en: 'ALLOWED_WORKSPACES doesn’t name the workspace[ {workspace}], so it is not served. Add its id and start again, or remove the app there.',
    zh: 'ALLOWED_WORKSPACES 里没有此工作区[（{workspace}）]，因此不为它服务。请加入它的编号并重新启动，或在那里移除应用。',
  },
  'token-key-wrong': {
    en: 'The stored token[ of workspace {workspace}] can’t be opened with TOKEN_ENCRYPTION_KEY. Put the earlier key behind the new one, with a comma between them, and start again; if it is lost, install the app in that workspace again.',
    zh: '无法用 TOKEN_ENCRYPTION_KEY 解开已保存的令牌[（工作区 {workspace}）]。请把旧密钥写在新密钥之后（用逗号分隔）并重新启动；如果旧密钥已丢失，请在该工作区重新安装应用。',
  },
  'nothing-to-report': {
    en: 'There is nothing to report yet: no interview[ of {period}] has been read here[ ({files} files given)]. Drop interview files into this channel, then ask again.',
    zh: '目前没有可报告的内容：这里还没有读到[ {period} 的]访谈[（收到 {files} 个文件）]。请把访谈文件放进频道后再试。',
  },
  unexpected: {
    en: 'Something went wrong that should not have, and it was logged. Nothing was lost; try again, and tell an admin if it comes back.',
    zh: '出现了意料之外的问题，已记入日志，没有丢失任何内容。请重试；若再次出现，请告知管理员。',
  },
};

const REMARKS: Readonly<Record<FileRemark['code'], Bilingual>> = {
  'survey-ticks-only': {
    en: '{name} holds ticked reasons and no free text[ ({rows} rows)]: the ticks are counted, there is nothing to quote[; {withoutReason} rows tick no reason][, {notAsked} of them were not asked].',
    zh: '{name} 只有勾选的原因、没有自由文字[（{rows} 行）]：勾选会计入，但没有可引用的原话[；{withoutReason} 行没有勾选原因][，其中 {notAsked} 行没有被问到]。',
  },
  'survey-rows-without-reason': {
    en: '{name} holds leavers who give no reason[ ({withoutReason} of {rows})]; no cause is taken from them.',
    zh: '{name} 里有人没有说明原因[（{rows} 份中有 {withoutReason} 份）]，没有从中得出任何原因。',
  },
  'duplicate-interview': {
    en: '{name} repeats an interview[ ({count} times)]; it is counted once.',
    zh: '{name} 里有重复的访谈[（{count} 份）]，只计一次。',
  },
  'comments-kept': {
    en: '{name} has margin comments or footnotes[ ({comments})]: they are kept apart and are no evidence.',
    zh: '{name} 有批注或脚注[（{comments} 条）]：单独保存，不作为证据。',
  },
  'hidden-sheets-left-out': {
    en: '{name} has hidden sheets[ ({sheets})]: they were not read. If they hold interviews, unhide them and upload it again.',
    zh: '{name} 有隐藏的工作表[（{sheets}）]，没有读取。如果里面有访谈，请取消隐藏后重新上传。',
  },
  'captions-rolled': {
    en: '{name} shows captions that repeat[ ({lines} lines)]; each line is taken once.',
    zh: '{name} 的字幕有重复显示[（{lines} 行）]，每行只取一次。',
  },
  'encoding-guessed': {
    en: '{name} doesn’t say its character encoding; it was read[ as {encoding}]. If letters look wrong, save it as UTF-8.',
    zh: '{name} 没有注明字符编码，[按 {encoding} ]读取。如有乱码，请另存为 UTF-8。',
  },
  'pages-without-text': {
    en: '{name} has pages that are pictures[ ({pages})]: they were not read, the others were.',
    zh: '{name} 有些页是图片[（第 {pages} 页）]，没有读取；其余页已读取。',
  },
  'read-from-picture': {
    en: '{name} was read by {model} from a picture; somebody confirmed the transcript before it counted.',
    zh: '{name} 由 {model} 从图片读出，转写内容经人确认后计入。',
  },
  'speakers-unclear': {
    en: '{name} doesn’t make clear who speaks. Please say which speaker is the leaver; until then nothing in it is counted.',
    zh: '{name} 看不出是谁在说话。请指明哪一位是离职者；在此之前其中内容不计入。',
  },
};

/** Details that are words of ours rather than names or numbers. */
const WORDS: Readonly<Record<string, Bilingual>> = {
  quotes: { en: 'its quotation marks don’t pair', zh: '引号不成对' },
  columns: { en: 'this row is wider or narrower than the others', zh: '这一行的格数与其他行不同' },
  busy: { en: 'too many files are waiting', zh: '排队的文件太多' },
  entries: { en: 'it holds too many files', zh: '里面的文件太多' },
  size: { en: 'it unpacks to too many megabytes', zh: '解压后太大（MB）' },
  ratio: {
    en: 'it unpacks to far more than it holds, as archives made to harm do',
    zh: '解压后膨胀得异常，像是恶意压缩包',
  },
  path: { en: 'names in it point outside of it', zh: '其中的文件名指向压缩包之外' },
  nested: { en: 'it is an archive inside another file', zh: '它是套在另一个文件里的压缩包' },
  MB: { en: 'MB', zh: 'MB' },
  unzipped: { en: 'MB after unzipping', zh: 'MB（解压后）' },
  rows: { en: 'rows', zh: '行' },
  pages: { en: 'pages', zh: '页' },
  megapixels: { en: 'million pixels a picture', zh: '百万像素/图' },
};

/** What stands in a sentence when its detail is missing. */
const DEFAULTS: Readonly<Record<string, Bilingual>> = {
  name: { en: 'This file', zh: '这个文件' },
  model: { en: 'The model', zh: '模型' },
};

/**
 * The sentence people read for a fault: what, why, what to do. Names in it are escaped for Slack; where another kind of
 * text is made (HTML, JSON), that one's escaping is given.
 */
export function faultSentence(
  code: FaultCode,
  detail: FaultDetail,
  language: Language,
  escapeText = escapeMarkdown,
): string {
  return fill(FAULTS[code][language], { unit: 'MB', ...detail }, language, escapeText);
}

/** The sentence people read for a remark about a file that was read. */
export function remarkSentence(remark: FileRemark, language: Language): string {
  return fill(REMARKS[remark.code][language], remark.detail, language);
}

function fill(template: string, detail: FaultDetail, language: Language, escapeText = escapeMarkdown): string {
  const value = (key: string): string | undefined => {
    const given = Object.hasOwn(detail, key) ? detail[key] : undefined;
    if (given === undefined || given === '') return undefined;
    const isWord = (key === 'reason' || key === 'unit') && Object.hasOwn(WORDS, given);
    const word = isWord ? WORDS[given] : undefined;
    return word?.[language] ?? escapeText(String(given));
  };
  const put = (text: string) =>
    text.replace(/\{(\w+)\}( ?)/g, (_, key: string, space: string) => {
      const given = value(key);
      // Chinese sets a blank beside a Latin name only.
      return given === undefined
        ? `${DEFAULTS[key]?.[language] ?? ''}${language === 'zh' ? '' : space}`
        : given + space;
    });
  const hasAll = (clause: string) =>
    [...clause.matchAll(/\{(\w+)\}/g)].every(([, key = '']) => value(key) !== undefined);
  // Clauses go first: what a hostile name brings along is never read as a template.
  const pieces = template.split(/\[([^\]]*)\]/);
  return pieces.map((piece, i) => (i % 2 === 0 || hasAll(piece) ? put(piece) : '')).join('');
}
