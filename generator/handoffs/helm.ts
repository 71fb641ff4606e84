import { deployingFromJenkins } from "./direct.ts";

/** A chart of the application's repository, installed by helm. */
export const helm = deployingFromJenkins("helm", "Install the chart", ({ chart, values }) => ({
  CHART: String(chart),
  VALUES: String(values),
}));
