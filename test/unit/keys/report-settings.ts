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

/** Coverage and issues, for the keys below them. */
export const reportSettings: readonly Setting[] = [
  ...["source", "custom"].flatMap((kind): Setting[] => [
    {
      under: new RegExp(`^service\\.stages\\[${kind}\\]\\.(coverage|issues)\\.`),
      set: ({ service }) => {
        Object.assign(
          (service as Any).stages.find((it: Tree) => it.kind === kind),
          reports(),
        );
      },
    },
    {
      under: new RegExp(`^platform\\.defaults\\.kinds\\.${kind}\\.(coverage|issues)\\.`),
      set: ({ platform }) => {
        platform.defaults = { kinds: { [kind]: reports() } };
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
