/** What may go wrong with one Web API call. */
export interface ApiFault {
  /** Answers HTTP 200 with `ok: false` and this error. */
  readonly error?: string;
  /** Answers with this HTTP status and no JSON. */
  readonly status?: number;
  /** Answers 429 with this Retry-After in seconds; null leaves the header out. */
  readonly retryAfter?: number | null;
  /** Milliseconds before the call is looked at. */
  readonly delay?: number;
  /** Never answers. */
  readonly hang?: boolean;
  /** Does what was asked, then cuts the connection before answering. */
  readonly cutAfter?: boolean;
}

/** Which calls of a method a fault is for: after `skip` good ones, the next `times` (default 1). */
interface FaultWindow {
  readonly skip?: number;
  readonly times?: number;
}

/** Slack on a bad day, as switches. Counters go down as they are used; `clear` makes it a good day. */
export interface Faults {
  /** Lets calls of a method fail; `socket` stands for a Socket Mode connection (408), `download` for the bot's fetching of a file. @example faults.onCall('chat.update', { error: 'msg_too_long' }, { skip: 4 }) */
  onCall(method: string, fault: ApiFault, window?: FaultWindow): void;
  /** The fault of every call of every method, until it is null again. */
  everyCall: ApiFault | null;
  /** The fault of the call that comes in now, used up by asking. */
  take(method: string): ApiFault | undefined;
  /** Rate tiers with 429 answers; on by default, as in Slack. */
  tiers: boolean;
  /** Deliveries to the bot that get lost before it sees them. */
  lostDeliveries: number;
  /** Deliveries that the bot sees but whose acknowledgement gets lost, so that they are sent again. */
  lostAcks: number;
  /** How often each event is delivered once more. */
  extraDeliveries: number;
  /** Events carry file stubs (check_file_info), as in shared channels. */
  fileStubs: boolean;
  /** files.info calls without a download address before it appears. */
  fileUrlAfter: number;
  /** Downloads give Slack's login page with status 200, as without files:read. */
  loginPage: boolean;
  clear(): void;
}

interface PlannedFault {
  readonly fault: ApiFault;
  skip: number;
  times: number;
}

const goodDay = {
  everyCall: null as ApiFault | null,
  tiers: true,
  lostDeliveries: 0,
  lostAcks: 0,
  extraDeliveries: 0,
  fileStubs: false,
  fileUrlAfter: 0,
  loginPage: false,
};

/** Creates the switches, all set to a good day. */
export function createFaults(): Faults {
  const planned = new Map<string, PlannedFault[]>();
  return {
    ...goodDay,
    onCall(method, fault, window = {}) {
      const plan = { fault, skip: window.skip ?? 0, times: window.times ?? 1 };
      planned.set(method, [...(planned.get(method) ?? []), plan]);
    },
    take(method) {
      if (this.everyCall !== null) return this.everyCall;
      const plan = planned.get(method)?.find((one) => one.skip > 0 || one.times > 0);
      if (!plan) return undefined;
      if (plan.skip > 0) {
        plan.skip -= 1;
        return undefined;
      }
      plan.times -= 1;
      return plan.fault;
    },
    clear() {
      planned.clear();
      Object.assign(this, goodDay);
    },
  };
}
