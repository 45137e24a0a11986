/** What a person's browser ends up with. */
export interface LastPage {
  readonly status: number;
  readonly text: string;
}

export interface InstallWalk {
  /** Id of the workspace chosen on the consent page. */
  readonly team: string;
  readonly decision?: 'allow' | 'cancel';
  /** The browser doesn't send the bot's cookie back, as when another person follows the link. */
  readonly otherBrowser?: boolean;
}

/** Walks from the bot's install page over the consent page back to the bot, as a browser does. */
export async function walkInstall(bot: string, { team, decision = 'allow', otherBrowser = false }: InstallWalk) {
  const start = await fetch(`${bot}/slack/install`);
  const link = /href="(http[^"]*oauth[^"]*)"/.exec(await start.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
  const cookie = (start.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  const consent = await fetch(link);
  if (!consent.ok) return { status: consent.status, text: await consent.text() };
  const body = new URLSearchParams({ team, decision });
  const answered = await fetch(link, { method: 'POST', body, redirect: 'manual' });
  const back = answered.headers.get('location') ?? '';
  return await visit(back, otherBrowser ? '' : cookie);
}

/** Opens a page with a cookie. */
async function visit(url: string, cookie: string): Promise<LastPage> {
  const page = await fetch(url, { headers: cookie === '' ? {} : { cookie } });
  return { status: page.status, text: await page.text() };
}
