/** Where a value lies that processes share: without the channel's secret it can neither be found nor read. */
export interface SharedPlace {
  readonly channel: string;
  readonly key: string;
  /** See `SecretStore`. */
  readonly secret: string;
}

/** The right to make what belongs in one place; kept alive until released, and free again soon after its holder died. */
export interface SharedLock {
  release(): Promise<void>;
}

/**
 * What processes keep for one another. It may forget everything at any time, and a server that does not answer is no
 * error: nothing is found then, nothing is kept, and a lock is `away`.
 */
export interface SharedCache {
  /** Null when nothing lies there that was written with this secret. */
  read(place: SharedPlace): Promise<string | null>;
  /** A text beyond the limit of size is not kept. */
  write(place: SharedPlace, text: string, ttlMs: number): Promise<void>;
  remove(place: SharedPlace): Promise<void>;
  lock(place: SharedPlace): Promise<SharedLock | 'taken' | 'away'>;
  /** Deletes all that lies there of a channel; now, or as soon as the server is back. */
  forgetChannel(channel: string): Promise<void>;
  /** Short code of what is wrong with the server, e.g. "ECONNREFUSED"; null when it answers. */
  fault(): string | null;
  close(): Promise<void>;
}
