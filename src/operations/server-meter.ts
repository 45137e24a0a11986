import { Gauge, type Registry } from 'prom-client';
import type { ServerState } from '../core/ports/meter.ts';

/** As a number, so that a panel can show it: a server that is being tried is neither up nor down. */
const UP: Readonly<Record<ServerState['breaker'], number>> = { closed: 1, 'half-open': 0.5, open: 0 };

/** Builds the gauges of the model servers; a server is named by its place in models.yml, not by its address. */
export function createServerMeter(registry: Registry): {
  watchServers(states: () => readonly ServerState[]): void;
} {
  let read: () => readonly ServerState[] = () => [];
  const registers = [registry];
  new Gauge({
    name: 'attrition_model_server_up',
    help: '1: asked as usual; 0.5: being tried again; 0: it keeps failing and is left alone',
    labelNames: ['model', 'replica'],
    registers,
    collect() {
      this.reset();
      for (const { model, replica, breaker } of read()) this.set({ model, replica }, UP[breaker]);
    },
  });
  new Gauge({
    name: 'attrition_model_requests',
    help: 'Requests of ours at each model server, running and waiting for a slot',
    labelNames: ['model', 'replica', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { model, replica, running, waiting } of read()) {
        this.set({ model, replica, state: 'running' }, running);
        this.set({ model, replica, state: 'waiting' }, waiting);
      }
    },
  });
  return {
    watchServers(states) {
      read = states;
    },
  };
}
