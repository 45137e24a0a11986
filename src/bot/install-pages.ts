import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HTTPReceiverOptions } from '@slack/bolt';
import type { FaultCode, FaultDetail } from '../core/errors.ts';
import type { Bilingual } from '../core/language.ts';

const WORDS = {
  title: { en: 'Attrition for Slack', zh: 'Slack 上的 Attrition' },
  add: { en: 'Add to Slack', zh: '添加到 Slack' },
  why: {
    en: 'Attrition turns exit interviews into reports of why people leave. On the next page Slack shows what it asks for; choose the workspace there.',
    zh: 'Attrition 把离职访谈整理成离职原因报告。下一页由 Slack 列出所需权限，请在那里选择工作区。',
  },
  done: {
    en: 'Attrition is installed. In Slack, invite it to the channel for the interviews (/invite @Attrition), drop the files there and type /attrition report.',
    zh: 'Attrition 已安装。请在 Slack 里把它邀请到存放访谈的频道（/invite @Attrition），上传文件，再输入 /attrition report。',
  },
  cancelled: {
    en: 'Nothing was installed: the request was cancelled on Slack’s page. If an admin has to approve apps, ask them first; then open the install page again.',
    zh: '没有安装：请求在 Slack 页面上被取消。如果应用需要管理员批准，请先联系管理员，然后重新打开安装页。',
  },
  state: {
    en: 'This link belongs to another browser or is older than ten minutes, so it was not followed. Open the install page again in this browser, with cookies allowed and over https, and finish within ten minutes.',
    zh: '此链接来自另一个浏览器，或已超过十分钟，因此没有继续。请在本浏览器重新打开安装页（允许 Cookie，使用 https），并在十分钟内完成。',
  },
  failed: {
    en: 'Slack didn’t complete the installation ({why}). Open the install page again; if it fails once more, ask whoever runs Attrition to check its client secret and its redirect address.',
    zh: 'Slack 没有完成安装（{why}）。请重新打开安装页；如果再次失败，请让 Attrition 的维护者检查客户端密钥和重定向地址。',
  },
  notAllowed: {
    en: 'This Attrition doesn’t serve that workspace, so it was not installed there and the permission was given back. Ask whoever runs Attrition to allow the workspace {workspace}, then open the install page again.',
    zh: '这个 Attrition 不为该工作区服务，因此没有安装，授权也已撤回。请让 Attrition 的维护者允许工作区 {workspace}，然后重新打开安装页。',
  },
  again: { en: 'Open the install page', zh: '打开安装页' },
} as const satisfies Record<string, Bilingual>;

/** Errors of Bolt's own checks of the link, by their codes. */
const BAD_LINK: ReadonlySet<string> = new Set([
  'slack_oauth_missing_state',
  'slack_oauth_invalid_state',
  'slack_oauth_missing_code',
]);

const both = ({ en, zh }: Bilingual): string => `<p lang="en">${en}</p>\n<p lang="zh">${zh}</p>`;

function page(body: string): string {
  const { en, zh } = WORDS.title;
  return `<!doctype html>
<html><head><meta charset="utf-8"><title>${en} · ${zh}</title></head>
<body style="font-family: sans-serif; max-width: 40rem; margin: 3rem auto; line-height: 1.5">
<h1>${en} · ${zh}</h1>
${body}
</body></html>`;
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'referrer-policy': 'no-referrer' });
  response.end(page(body));
}

/** Why it failed: Slack's own word where it said one, else nothing that a stranger should read. */
function reasonOf(error: unknown): string {
  const word = (error as { readonly data?: { readonly error?: unknown } }).data?.error;
  return typeof word === 'string' ? word.replace(/[^a-z_]/g, '') : 'no answer';
}

type OAuthError = { readonly code: string; readonly detail?: FaultDetail };

const fill = ({ en, zh }: Bilingual, blank: string, value: string): Bilingual => ({
  en: en.replace(blank, value),
  zh: zh.replace(blank, value),
});

/** What a failed installation is to whoever tried it. */
function failureOf(
  error: OAuthError,
  request: IncomingMessage,
): { readonly status: number; readonly words: Bilingual } {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (searchParams.get('error') === 'access_denied') return { status: 400, words: WORDS.cancelled };
  if (BAD_LINK.has(error.code)) return { status: 400, words: WORDS.state };
  if (error.code === ('workspace-not-allowed' satisfies FaultCode)) {
    const id = String(error.detail?.workspace).replace(/\W/g, '');
    return { status: 403, words: fill(WORDS.notAllowed, '{workspace}', id) };
  }
  return { status: 502, words: fill(WORDS.failed, '{why}', reasonOf(error)) };
}

function explain(error: OAuthError, request: IncomingMessage, response: ServerResponse): void {
  const { status, words } = failureOf(error, request);
  const { en, zh } = WORDS.again;
  send(response, status, `${both(words)}\n<p><a href="/slack/install">${en} · ${zh}</a></p>`);
}

/** The pages of Bolt's OAuth in plain words: what happened and what to do, never an error's text. */
export const INSTALL_PAGES: NonNullable<HTTPReceiverOptions['installerOptions']> = {
  renderHtmlForInstallPath: (url) =>
    page(
      `${both(WORDS.why)}\n<p><a href="${url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">${WORDS.add.en} · ${WORDS.add.zh}</a></p>`,
    ),
  callbackOptions: {
    success: (_installation, _options, _request, response) => send(response, 200, both(WORDS.done)),
    failure: (error, _options, request, response) => explain(error, request, response),
  },
};
