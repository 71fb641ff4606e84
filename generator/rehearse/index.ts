/** Runs generated pipelines without Jenkins: one JVM hosts any number of simulated controllers. */
export { buildRunner, isRunnerBuilt, packRunner } from "./build.ts";
export type * from "./events.ts";
export { type Controller, RehearsalError, type Runner, type RunnerOptions, startRunner } from "./runner.ts";
export type * from "./types.ts";
