import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const duration = z.string().regex(/^\d+(?:ms|s|m|h)$/);
const condition = z.strictObject({
  condition: z.enum(['service_started', 'service_healthy']),
  required: z.boolean().optional(),
});

/** What we use of the Compose file format; a misspelt key is an error, as it is for Docker. */
const service = z.strictObject({
  image: z.string().regex(/^[\w./-]+:[\w.-]+$/),
  build: z.string().optional(),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  profiles: z.array(z.string()).min(1).optional(),
  restart: z.literal('unless-stopped'),
  init: z.boolean().optional(),
  ipc: z.literal('host').optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  expose: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), condition).optional(),
  stop_grace_period: duration.optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()).min(2),
      interval: duration,
      timeout: duration,
      retries: z.int(),
      start_period: duration.optional(),
    })
    .optional(),
  deploy: z
    .strictObject({
      resources: z.strictObject({
        reservations: z.strictObject({
          devices: z.array(
            z.strictObject({
              driver: z.literal('nvidia'),
              device_ids: z.array(z.string().regex(/^\d+$/)).length(1),
              capabilities: z.tuple([z.literal('gpu')]),
            }),
          ),
        }),
      }),
    })
    .optional(),
});

const compose = z.object({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

export type Compose = z.infer<typeof compose>;
export type Service = z.infer<typeof service>;

/** Reads compose.yaml as Docker does, with merged anchors; throws where it isn't one. */
export async function readCompose(): Promise<Compose> {
  return compose.parse(parse(await readFile('compose.yaml', 'utf8'), { merge: true }));
}
