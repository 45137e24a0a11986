const WORDS = {
  channels: ['Channels', '频道'],
  apps: ['Apps', '应用'],
  home: ['Home', '主页'],
  messages: ['Messages', '消息'],
  thread: ['Thread', '消息列'],
  replyInThread: ['Reply in thread', '在消息列中回复'],
  reply: ['Reply…', '回复…'],
  replies: ['{n} replies', '{n} 条回复'],
  oneReply: ['1 reply', '1 条回复'],
  lastReply: ['Last reply {t}', '最后回复 {t}'],
  messageTo: ['Message {name}', '给 {name} 发消息'],
  send: ['Send', '发送'],
  attach: ['Attach files', '添加文件'],
  edit: ['Edit message', '编辑消息'],
  delete: ['Delete message', '删除消息'],
  edited: ['(edited)', '（已编辑）'],
  app: ['APP', '应用'],
  onlyYou: ['Only visible to you', '仅你可见'],
  deleted: ['This message was deleted.', '此消息已删除。'],
  today: ['Today', '今天'],
  yesterday: ['Yesterday', '昨天'],
  start: ['This is the very beginning of {name}.', '这是 {name} 的开头。'],
  startHint: [
    'Drop interview files here, then type {command}. Nothing leaves this computer.',
    '把访谈文件拖到这里，然后输入 {command}。数据不会离开这台电脑。',
  ],
  dropHere: ['Drop files to share them in {name}', '松开鼠标，把文件分享到 {name}'],
  connected: ['{name} is online', '{name} 在线'],
  offline: ['{name} is not connected', '{name} 未连接'],
  noHome: ['{name} has nothing to show here yet.', '{name} 还没有可显示的内容。'],
  cancel: ['Cancel', '取消'],
  close: ['Close', '关闭'],
  save: ['Save', '保存'],
  optional: ['(optional)', '（可选）'],
  choose: ['Choose…', '请选择…'],
  download: ['Download', '下载'],
  actAs: ['You are', '当前身份'],
  badDay: ['Slack on a bad day', 'Slack 的坏天气'],
  badDayHint: [
    'Switches for testing the bot. They change this local workspace only.',
    '用来测试机器人的开关，只影响这个本地工作区。',
  ],
  tiers: ['Rate limits (429 with Retry-After)', '限流（429 与 Retry-After）'],
  loginPage: ['Downloads give the login page', '下载时返回登录页'],
  fileStubs: ['Files arrive as stubs', '文件只带占位信息'],
  extraDeliveries: ['Every event arrives twice', '每个事件送达两次'],
  dropSockets: ['Cut the connection now', '立即断开连接'],
  slashInThread: [
    'Slack commands don’t work inside threads. Mention @{name} instead.',
    '消息列里不能使用斜杠命令，请改为提到 @{name}。',
  ],
  lost: ['Connection lost. Trying again…', '连接已断开，正在重试…'],
  no_answer: ['{name} didn’t answer. Try again in a moment.', '{name} 没有响应，请稍后再试。'],
  formatHint: ['Enter to send, Shift+Enter for a new line', 'Enter 发送，Shift+Enter 换行'],
  members: ['{n} members', '{n} 位成员'],
  picture: ['picture not shown', '图片未显示'],
};

const column = navigator.language.toLowerCase().startsWith('zh') ? 1 : 0;

export const language = column === 1 ? 'zh' : 'en';

/** Tells whether there is such a word. */
export function isWord(name) {
  return Object.hasOwn(WORDS, name);
}

/** A word of the page in the reader's language, with its blanks filled. */
export function word(name, blanks = {}) {
  return WORDS[name][column].replace(/\{(\w+)\}/g, (_, blank) => blanks[blank] ?? '');
}

/** A time of day, e.g. "2:05 PM" or "14:05". */
export function timeOf(ts) {
  return new Date(Number(ts) * 1000).toLocaleTimeString(navigator.language, { hour: 'numeric', minute: '2-digit' });
}

/** "Today", "Yesterday" or a date. */
export function dayOf(ts) {
  const day = new Date(Number(ts) * 1000);
  const ago = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 86_400_000);
  if (ago === 0) return word('today');
  if (ago === 1) return word('yesterday');
  return day.toLocaleDateString(navigator.language, { weekday: 'long', month: 'long', day: 'numeric' });
}
