import type { ReportRequest } from '../core/report.ts';
import { lastReport } from './last-report.ts';
import type { ParsedCommand } from './parse-command.ts';
import { type Asker, type CommandDeps, readRequest } from './report.ts';
import type { Review } from './review.ts';

/** `/attrition review …`: by the last report's codebook unless another is named. */
export async function startReview(
  command: ParsedCommand,
  asker: Asker,
  review: Review,
  deps: CommandDeps,
): Promise<void> {
  const last = await lastReport(asker.channel, deps.store);
  const codebook = last?.request.codebook ?? deps.codebooks[0] ?? '';
  const request = await readRequest(command, asker, codebook, deps);
  if (request !== null) await openReview(request, asker, review);
}

/** In the asker's own window where there is one to be had, else in the thread. */
export function openReview(request: ReportRequest, asker: Asker, review: Review): Promise<void> {
  return asker.trigger === undefined
    ? review.start(request, asker)
    : review.startInWindow(request, asker, asker.trigger);
}
