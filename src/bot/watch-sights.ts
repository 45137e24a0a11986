import type { App } from '@slack/bolt';
import { toAttritionError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import { sightsOf } from './sightings.ts';
import type { Workspaces } from './workspaces.ts';

/** Notes of every event and interaction which workspace its channel and its person belong to, before anything answers. */
export function watchSights(app: App, workspaces: Pick<Workspaces, 'see'>, log: Log): void {
  app.use(async ({ body, context, next }) => {
    try {
      for (const sight of sightsOf(body, context)) await workspaces.see(sight);
    } catch (thrown) {
      log.error({ code: toAttritionError(thrown).code }, 'workspace of an event not noted');
    }
    await next();
  });
}
