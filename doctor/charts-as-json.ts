import type { Chart } from './print.ts';
import { wrongIn } from './print.ts';
import type { Say } from './words/words.ts';

/** Everything found, for programs: keys stay the same in every language, `says` and `why` are for people. */
export function chartsAsJson(charts: readonly Chart[], say: Say): object {
  return {
    wrong: wrongIn(charts),
    servers: charts.map((chart) => ({
      role: chart.role,
      label: chart.label,
      url: chart.url,
      model: chart.model,
      windowTokens: { configured: chart.configuredTokens, served: chart.servedTokens },
      concurrency: chart.concurrency,
      findings: chart.findings.map(({ probe, state, says, blanks }) => ({
        probe,
        state,
        found: says,
        says: say(says, blanks),
      })),
      measures: chart.measures,
      canary: chart.canary,
      advice: chart.advice.map(({ what, why, blanks, flag }) => ({
        advice: what,
        says: say(what, blanks),
        why: say(why, blanks),
        flag,
      })),
      fitness: chart.fitness.map(({ work, verdict, why }) => ({
        work,
        verdict,
        why: why.map((each) => say(each.says, each.blanks)),
      })),
    })),
  };
}
