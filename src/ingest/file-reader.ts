import { Worker } from 'node:worker_threads';
import { AttritionError, type FaultCode, type FaultDetail } from '../core/errors.ts';
import type { FileOutcome, FilePictures, FileReader } from '../core/file.ts';
import { extensionOf } from './detect-kind.ts';
import type { IngestLimits } from './limits.ts';
import type { ParseAnswer, ParseJob } from './parse-worker.ts';
import type { InnerFile } from './readers/file-content.ts';

/** Archives inside archives multiply; one level is what people send. */
const ARCHIVE_EXTENSIONS = new Set(['zip', '7z', 'rar', 'gz', 'tar']);

/**
 * Makes the reader of uploaded files. Parsing runs in one thread of its own with limits of memory and time: a file that
 * ends the thread is named `file-too-large`, `file-too-slow` or `file-damaged`, and the next file gets a new thread.
 */
export function createFileReader(options: { readonly limits: IngestLimits }): FileReader {
  const thread = createParseThread(options.limits);
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function readOne(file: SourceFile): Promise<readonly FileOutcome[]> {
    const parsed = await thread.work<ParseAnswer>({ ...file, make: 'interviews' });
    if ('fault' in parsed) return [notRead(file.name, parsed.fault, parsed.detail)];
    const { outcome, inside } = parsed;
    const outcomes: FileOutcome[] = outcome === null ? [] : [withScan(outcome, file)];
    for (const inner of inside) outcomes.push(...(await readInner(file.name, inner)));
    return outcomes;
  }

  async function readInner(outer: string, inner: InnerFile): Promise<readonly FileOutcome[]> {
    const name = `${outer}/${inner.name}`;
    if ('fault' in inner) return [notRead(name, inner.fault, inner.detail)];
    if (ARCHIVE_EXTENSIONS.has(extensionOf(name))) return [notRead(name, 'file-archive-unsafe', { reason: 'nested' })];
    return readOne({ name, bytes: inner.bytes });
  }

  /** The thread takes one file at a time; null when too many wait. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> | null {
    if (waiting >= options.limits.waitingFiles) return null;
    waiting += 1;
    const working = last.then(work);
    const done = () => {
      waiting -= 1;
    };
    last = working.then(done, done);
    return working;
  }

  return {
    async read({ name, bytes }) {
      return (
        (await inTurn(() => readOne({ name, bytes }))) ?? [notRead(name, 'file-not-available', { reason: 'busy' })]
      );
    },
    async pictures({ name, bytes }) {
      const drawing = inTurn(() => thread.work<FilePictures>({ name, bytes, make: 'pictures' }));
      return (await drawing) ?? { fault: 'file-not-available', detail: { reason: 'busy' } };
    },
    async close() {
      await last;
      await thread.close();
    },
  };
}

type SourceFile = Pick<ParseJob, 'name' | 'bytes'>;

interface Fault {
  readonly fault: FaultCode;
  readonly detail: FaultDetail;
}

/** Faults that a model that reads pictures may yet mend. */
const READ_FROM_PICTURES: ReadonlySet<FaultCode> = new Set<FaultCode>(['file-scan', 'file-picture']);

function withScan(outcome: FileOutcome, file: SourceFile): FileOutcome {
  // Word files hold their pages' pictures in ways of their own.
  const mends =
    outcome.kind === 'not-read' && READ_FROM_PICTURES.has(outcome.fault) && extensionOf(file.name) !== 'docx';
  return mends ? { ...outcome, scan: file.bytes } : outcome;
}

function notRead(name: string, fault: FaultCode, detail: FaultDetail): FileOutcome {
  return { kind: 'not-read', name, fault, detail };
}

/** The parsing thread: started with the first file, replaced when a file has ended it. Parses one file at a time. */
function createParseThread(limits: IngestLimits) {
  let worker: Worker | null = null;

  async function start(): Promise<Worker> {
    const started = await startWorker(limits);
    started.once('exit', () => {
      if (worker === started) worker = null;
    });
    worker = started;
    return started;
  }

  return {
    /** The thread's answer, or how the file ended it. */
    async work<Answer>(job: ParseJob): Promise<Answer | Fault> {
      const current = worker ?? (await start());
      const result = await answerOf<Answer>(current, job, limits);
      if ('answer' in result) return result.answer;
      await current.terminate();
      return result;
    },
    async close(): Promise<void> {
      await worker?.terminate();
    },
  };
}

/** Resolves when the thread has begun, so that a file's time is its own. */
function startWorker(limits: IngestLimits): Promise<Worker> {
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    workerData: limits,
    resourceLimits: { maxOldGenerationSizeMb: limits.workerMegabytes },
    stdout: true,
    stderr: true,
  });
  // Parsers print warnings with pieces of the file: interview text never belongs in a log.
  worker.stdout.resume();
  worker.stderr.resume();
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve(worker));
    // Stays for the thread's life: a parser's late error, after its answer, must not end the whole program.
    worker.on('error', (thrown) => reject(new AttritionError('unexpected', {}, thrown)));
  });
}

function answerOf<Answer>(
  worker: Worker,
  job: ParseJob,
  limits: IngestLimits,
): Promise<{ readonly answer: Answer } | Fault> {
  return new Promise((resolve) => {
    const settle = (answer: { readonly answer: Answer } | Fault) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(answer);
    };
    const onMessage = (answer: Answer) => settle({ answer });
    const onError = (thrown: Error & { code?: string }) => {
      const memory = thrown.code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle(memory ? { fault: 'file-too-large', detail: {} } : { fault: 'file-damaged', detail: {} });
    };
    const onExit = () => settle({ fault: 'file-damaged', detail: {} });
    const timer = setTimeout(
      () => settle({ fault: 'file-too-slow', detail: { seconds: limits.workerMilliseconds / 1_000 } }),
      limits.workerMilliseconds,
    );
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}
