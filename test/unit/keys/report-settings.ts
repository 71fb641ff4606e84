import type { Tree } from "../../support/schema-keys.ts";
import type { Setting } from "./settings.ts";

// biome-ignore lint/suspicious/noExplicitAny: unchecked specs, as parsed from text.
type Any = any;

const reports = (): Tree => ({
  coverage: {
    reports: [{ parser: "jacoco", pattern: "a.xml" }],
    qualityGates: [{ metric: "line", minimum: 50 }],
  },
  issues: {
    reports: [{ parser: "checkstyle", pattern: "a.xml" }],
    qualityGates: [{ maximum: 1 }],
  },
});
const analyzed = (): Tree => ({ ...reports(), sonar: { server: "sonarqube" } });

/** Coverage and issues, for the keys below them. */
export const reportSettings: readonly Setting[] = [
  {
    // The timer's branch must reach each stage with a schedule.
    under: /^platform\.defaults\.kinds\.deploy\.when\.cron$/,
    set: ({ service }) => {
      (service as Any).stages.find((it: Tree) => it.id === "prod").approval = { by: ["release-managers"] };
      (service as Any).branches = [{ branch: "main", through: "prod" }];
    },
  },
  ...["source", "custom"].flatMap((kind): Setting[] => [
    {
      under: new RegExp(`^service\\.stages\\[${kind}\\]\\.(coverage|issues|sonar)\\.`),
      set: ({ service }) => {
        Object.assign(
          (service as Any).stages.find((it: Tree) => it.kind === kind),
          analyzed(),
        );
      },
    },
    {
      under: new RegExp(`^platform\\.defaults\\.kinds\\.${kind}\\.(coverage|issues|sonar)\\.`),
      set: ({ platform }) => {
        platform.defaults = { kinds: { [kind]: analyzed() } };
      },
    },
  ]),
  {
    under: /^service.*\.also\[\]\.(coverage|issues)\./,
    set: ({ service }) => {
      (service as Any).stages.find((it: Tree) => it.kind === "source").also = [{ tool: "maven", ...reports() }];
    },
  },
  {
    under: /^platform.*\.also\[\]\.(coverage|issues)\./,
    set: ({ platform }) => {
      platform.defaults = { kinds: { source: { also: [{ tool: "maven", ...reports() }] } } };
    },
  },
];
