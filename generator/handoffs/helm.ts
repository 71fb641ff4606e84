import { deployingFromJenkins } from "./direct.ts";

/** Installs a chart of the application's repository with helm. */
export const helm = deployingFromJenkins(
  "helm",
  "Install the chart",
  { chart: "folder", values: "file" },
  ({ chart, values }) => ({
    CHART: String(chart),
    VALUES: String(values),
  }),
);
