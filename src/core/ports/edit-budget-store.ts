/** Edits a minute that several processes share. */
export interface EditBudgetStore {
  /** Takes a token of a bucket that holds at least `needed`; returns 0, or the milliseconds after which to ask again. */
  take(wish: {
    readonly id: string;
    readonly burst: number;
    readonly msPerToken: number;
    readonly needed: number;
  }): Promise<number>;
  /** Nobody gets a token for so many milliseconds. */
  freeze(id: string, ms: number): Promise<void>;
}
