import type { TargetName } from "../../../generator/model/model.ts";

/** Removes from a text what differs between runs: places, and the names of jobs and builds. */
export function alike(value: string, home: string, target: TargetName): string {
  return value
    .replaceAll(home, "HOME")
    .replaceAll(/https?:\/\/(?:jenkins|github\.com)[^"\\ ]*/g, "URL")
    .replaceAll(target, "VERSION")
    .replaceAll(/\/booking\/booking(?:\/booking)?(?=[#"\\ ]|$)/g, "JOB")
    .replaceAll(/sha256:[0-9a-f]{64}/g, "DIGEST");
}
