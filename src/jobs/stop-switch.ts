/** Stops running reports of this process: a Stop button reaches down to the model's request. */
export interface StopSwitch {
  signalFor(reportId: string): AbortSignal;
  /** False when no such report runs here. */
  stop(reportId: string): boolean;
  release(reportId: string): void;
}

export function createStopSwitch(): StopSwitch {
  const running = new Map<string, AbortController>();
  return {
    signalFor(reportId) {
      const controller = new AbortController();
      running.set(reportId, controller);
      return controller.signal;
    },
    stop(reportId) {
      running.get(reportId)?.abort();
      return running.has(reportId);
    },
    release(reportId) {
      running.delete(reportId);
    },
  };
}
