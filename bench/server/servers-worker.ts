import { parentPort, workerData } from 'node:worker_threads';
import { createEngine, createSimulatedTime } from './engine.ts';
import { type AskedFor, addServed, NOTHING_SERVED, type ServedTokens, startModelHttp } from './model-http.ts';
import { PROFILES } from './profiles.ts';
import { createScript } from './script.ts';
import { MODEL, type ServersOptions } from './simulated-servers.ts';

const { profile: id, speed, windowTokens } = workerData as ServersOptions;
const profile = PROFILES[id];
if (profile === undefined || parentPort === null) throw new Error(`no profile ${id}`);
const port = parentPort;
const time = createSimulatedTime(speed);
const engines = Array.from({ length: profile.replicas }, () => createEngine(profile, time));
const nothing = (): Record<AskedFor, ServedTokens> => ({
  coding: NOTHING_SERVED,
  verdict: NOTHING_SERVED,
  other: NOTHING_SERVED,
});
let served = nothing();
const urls = await Promise.all(
  engines.map((engine) =>
    startModelHttp({
      model: MODEL,
      windowTokens,
      engine,
      script: createScript(),
      onServed: (more, askedFor) => {
        served[askedFor] = addServed(served[askedFor], more);
      },
    }),
  ),
);
port.on('message', (what: 'figures' | 'reset') => {
  if (what === 'figures') return port.postMessage({ served, engines: engines.map((engine) => engine.figures()) });
  served = nothing();
  for (const engine of engines) engine.reset();
  port.postMessage(null);
});
port.postMessage(urls);
