/** Rehearses emitted pipelines without Jenkins: one JVM, any number of simulated controllers. */
export { isRunnerBuilt, rehearseJar } from "./build.ts";
export { type Controller, RehearsalError, type Runner, type RunnerOptions, startRunner } from "./runner.ts";
export type * from "./types.ts";
