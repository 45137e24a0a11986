import type { BackupFault } from './backup-sentences.ts';

/** Every fault the program can name. People read a sentence made from it in `core/fault-sentences.ts`. */
export type FaultCode =
  // files: why a file gave no interview
  | 'file-empty'
  | 'file-password'
  | 'file-damaged'
  | 'file-kind-unknown'
  | 'file-kind-old'
  | 'file-too-large'
  | 'file-too-slow'
  | 'file-scan'
  | 'file-picture'
  | 'file-picture-kind'
  | 'file-pages-unread'
  | 'file-transcript-waiting'
  | 'file-transcript-left-out'
  | 'file-noise'
  | 'file-textbox-only'
  | 'file-attachment-only'
  | 'file-no-interview'
  | 'file-table-broken'
  | 'file-table-without-reasons'
  | 'file-login-page'
  | 'file-not-available'
  | 'file-duplicate'
  | 'file-archive-unsafe'
  // models
  | 'model-not-configured'
  | 'model-unreachable'
  | 'model-slow'
  | 'model-stalled'
  | 'model-cut-off'
  | 'model-looping'
  | 'model-refused'
  | 'model-invalid'
  | 'model-too-long'
  | 'model-too-small'
  | 'aborted'
  // settings and storage
  | 'config-invalid'
  | 'codebook-invalid'
  | 'codebook-unknown'
  | 'store-locked'
  | 'store-unreachable'
  | 'store-full'
  | 'store-newer'
  | 'port-in-use'
  | BackupFault
  // conversation
  | 'message-too-long'
  | 'message-gone'
  | 'edit-refused'
  | 'not-allowed-here'
  | 'app-uninstalled'
  | 'workspace-not-allowed'
  | 'token-key-wrong'
  | 'group-unreadable'
  | 'nothing-to-report'
  | 'deleted-meanwhile'
  | 'alerts-invalid'
  | 'unexpected';

/** What fills the blanks of a fault's sentence: names and numbers, never interview text. */
export type FaultDetail = Readonly<Record<string, string | number>>;

/** The one error class of the program: a code to branch on, details for the sentence, the cause for the log. */
export class AttritionError extends Error {
  readonly code: FaultCode;
  readonly detail: FaultDetail;

  constructor(code: FaultCode, detail: FaultDetail = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(detail)}`, cause === undefined ? undefined : { cause });
    this.name = 'AttritionError';
    this.code = code;
    this.detail = detail;
  }
}

/** Turns whatever was thrown into an AttritionError, keeping it as the cause. */
export function toAttritionError(thrown: unknown): AttritionError {
  if (thrown instanceof AttritionError) return thrown;
  return new AttritionError('unexpected', {}, thrown);
}
