/** Keys of an image stage that only a build from a Dockerfile reads. */
export const dockerfileKeys = [
  "dockerfile",
  "target",
  "buildArguments",
  "labels",
  "base",
  "secrets",
  "cache",
  "platforms",
] as const;

/** Keys of an image stage that only a tool that pushes by itself reads. */
export const commandKeys = ["command", "digestFrom"] as const;
