/** An answer with `ok: false`: Slack's error word, and the faults it lists for developers. */
export class SlackRefusal extends Error {
  readonly error: string;
  readonly messages: readonly string[];

  constructor(error: string, messages: readonly string[] = []) {
    super(error);
    this.name = 'SlackRefusal';
    this.error = error;
    this.messages = messages;
  }
}
