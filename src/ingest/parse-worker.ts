import { parentPort, workerData } from 'node:worker_threads';
import { AttritionError } from '../core/errors.ts';
import type { FileOutcome, FilePictures } from '../core/file.ts';
import type { IngestLimits } from './limits.ts';
import type { InnerFile } from './readers/file-content.ts';
import { readDocument } from './readers/read-document.ts';
import { structureDocument } from './structure/structure-document.ts';

/** One file for the parsing thread. */
export interface ParseJob {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What to make of it: interviews, or pictures of its pages. */
  readonly make: 'interviews' | 'pictures';
}

/** The thread's answer to `interviews`: the file's own outcome, unless it only holds other files, and those files. */
export interface ParseAnswer {
  readonly outcome: FileOutcome | null;
  readonly inside: readonly InnerFile[];
}

async function parse({ name, bytes }: ParseJob, limits: IngestLimits): Promise<ParseAnswer> {
  const read = await readDocument({ name, bytes }, limits);
  if ('fault' in read) return { outcome: { kind: 'not-read', name, ...read }, inside: [] };
  if (read.document === null) return { outcome: null, inside: read.inside };
  const structured = structureDocument(read.document);
  const outcome: FileOutcome =
    'fault' in structured ? { kind: 'not-read', name, ...structured } : { kind: 'read', name, ...structured };
  return { outcome, inside: read.inside };
}

async function draw(job: ParseJob, limits: IngestLimits): Promise<FilePictures> {
  try {
    const { pagePictures } = await import('./pictures/page-pictures.ts');
    return { pictures: await pagePictures(job, limits) };
  } catch (thrown) {
    if (thrown instanceof AttritionError) return { fault: thrown.code, detail: thrown.detail };
    throw thrown;
  }
}

parentPort?.on('message', (job: ParseJob) => {
  const making =
    job.make === 'pictures' ? draw(job, workerData as IngestLimits) : parse(job, workerData as IngestLimits);
  making.then(
    (answer: ParseAnswer | FilePictures) => parentPort?.postMessage(answer),
    // Thrown outside the promise it ends this thread, and the reader names the file as damaged.
    (fault: unknown) =>
      queueMicrotask(() => {
        throw fault;
      }),
  );
});
parentPort?.postMessage('ready');
