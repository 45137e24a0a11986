/** Milliseconds. */
const STATUS_LIFE = 120_000;

/** What the page knows of the workspace, kept current by the server's feed. */
class Store extends EventTarget {
  user = new URLSearchParams(location.search).get('user') ?? localStorage.getItem('user') ?? 'lin';
  messages = new Map();
  views = [];
  channels = [];
  users = [];
  statuses = new Map();
  unread = new Map();
  home = null;
  connected = false;
  online = false;

  async load() {
    const response = await fetch(`/page/snapshot?user=${encodeURIComponent(this.user)}`);
    if (!response.ok && this.user !== 'lin') {
      this.user = 'lin';
      return await this.load();
    }
    const { messages, ...rest } = await response.json();
    Object.assign(this, rest, { messages: new Map(messages.map((one) => [keyOf(one), one])) });
    localStorage.setItem('user', this.user);
    this.tell({ kind: 'loaded' });
  }

  /** Follows the feed; after a cut, EventSource comes back by itself and everything is read anew. */
  follow() {
    const feed = new EventSource(`/page/feed?user=${encodeURIComponent(this.user)}`);
    feed.onopen = async () => {
      this.online = true;
      await this.load();
    };
    feed.onmessage = (event) => this.apply(JSON.parse(event.data));
    feed.onerror = () => {
      this.online = false;
      this.tell({ kind: 'connection' });
    };
  }

  apply(change) {
    const { kind, message, view } = change;
    if (kind === 'delete' && message.subtype !== 'tombstone') this.messages.delete(keyOf(message));
    else if (message) this.messages.set(keyOf(message), message);
    if (kind === 'home') this.home = view;
    if (kind === 'view') this.views = [...this.views.filter((one) => one.id !== view.id), view];
    if (kind === 'view-closed') this.views = this.views.filter((one) => one.id !== view.id);
    if (kind === 'connection') this.connected = change.connected;
    if (kind === 'status') this.setStatus(change.thread_ts, change.status);
    this.tell(change);
  }

  /** Slack takes a status away after two minutes. */
  setStatus(thread, status) {
    this.statuses.set(thread, status);
    if (status === '') return;
    setTimeout(() => {
      if (this.statuses.get(thread) === status) this.apply({ kind: 'status', thread_ts: thread, status: '' });
    }, STATUS_LIFE);
  }

  tell(change) {
    this.dispatchEvent(new CustomEvent('change', { detail: change }));
  }

  /** Messages in order: of a channel without its replies, or of a thread. */
  listed(channel, thread) {
    const inThread = (one) => one.ts === thread || one.thread_ts === thread;
    const inChannel = (one) => (one.thread_ts ?? one.ts) === one.ts;
    return [...this.messages.values()]
      .filter((one) => one.channel === channel && (thread ? inThread(one) : inChannel(one)))
      .sort((a, b) => Number(a.ts) - Number(b.ts));
  }

  replies(message) {
    return this.listed(message.channel, message.ts).filter((one) => one.ts !== message.ts && !one.ephemeral_to);
  }

  userName(id) {
    const user = this.users.find((one) => one.id === id);
    return user?.real_name ?? id;
  }

  channelName(id) {
    return this.channels.find((one) => one.id === id)?.name ?? id;
  }

  /** Does something as the current user; throws an Error with the server's words. */
  async act(name, fields = {}) {
    await post(`/page/act/${name}?user=${encodeURIComponent(this.user)}`, JSON.stringify(fields));
  }

  async upload({ channel, thread, text, files }) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ channel, thread: thread ?? '', text })) form.append(name, value);
    for (const file of files) form.append('file', file, file.name);
    await post(`/page/upload?user=${encodeURIComponent(this.user)}`, form);
  }
}

async function post(url, body) {
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) throw new Error((await response.json()).error);
}

export function keyOf(message) {
  return `${message.channel}:${message.ts}`;
}

export const store = new Store();
