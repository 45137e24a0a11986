import { z } from 'zod';

/** The first line of a backup: what follows, in which order and how many of each. */
export const backupHeaderSchema = z.object({
  format: z.literal('attrition-backup'),
  /** Raised when an older program could no longer read what a newer one writes. */
  version: z.literal(1),
  /** `deletions`: only the requests for deletion, which hold no word of an interview. */
  kind: z.enum(['whole', 'deletions']),
  /** Version of the program that made it. */
  program: z.string(),
  /** ISO time. */
  takenAt: z.iso.datetime(),
  engine: z.enum(['pglite', 'postgres']),
  /** Migrations that the database had gone through, in order. */
  migrations: z.array(z.string()).min(1),
  /** Parents before the tables that point at them; their rows follow in this order, each a line of JSON. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1), rows: z.int().min(0) })),
  /** Jobs that had not ended; they follow the rows, each a line of JSON. */
  jobs: z.int().min(0),
});

export type BackupHeader = z.infer<typeof backupHeaderSchema>;

/** The tables that jobs wait in until the queue has them, here and in earlier versions. */
const JOB_TABLES = ['outbox', 'carried_job'];

/** How many rows a backup holds in all, and how many of them are jobs that had not ended. */
export function sizeOf({ tables, jobs }: BackupHeader): { readonly rows: number; readonly jobs: number } {
  const sum = (of: typeof tables) => of.reduce((total, { rows }) => total + rows, jobs);
  return { rows: sum(tables), jobs: sum(tables.filter(({ name }) => JOB_TABLES.includes(name))) };
}

/** The last line of a backup, over the bytes of all lines before it. */
export const backupTrailerSchema = z.object({ sha256: z.string().length(64) });

/** A job that had not ended: the queue of a database that it is restored into takes it over at the next start. */
export const carriedJobSchema = z.object({
  id: z.uuid(),
  queue: z.string(),
  payload: z.record(z.string(), z.unknown()),
});
