/** Rehearses emitted pipelines without Jenkins: one JVM, any number of simulated controllers. */
export { rehearseJar } from './build.ts';
export { RehearsalError, type RunnerOptions, startRunner, type Controller, type Runner } from './runner.ts';
export type * from './types.ts';
