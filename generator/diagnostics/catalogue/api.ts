import type { CodeEntry } from "../catalogue.ts";

/** SW5xx: the API of the library, and SW6xx: Jenkinsfiles that call it. */
export const api = {
  SW501: {
    slug: "library/breaking-change",
    title: "Breaking change without a new major version",
    severity: "error",
    explanation:
      "Users who pin a version range expect that their calls still work after an update within the same major version. Release this change as the next major version.",
  },
  SW502: {
    slug: "library/changed-release",
    title: "Released version differs from the output",
    severity: "warning",
    explanation:
      "A released version must not change: its tag is fixed, and Jenkins controllers cache it. Pipelines use the settings and the own code of the tagged library, such as its environments. On GitHub Actions, workflows need the actions of the version of stagewright that generated them. Give the new content a new version.",
  },
  SW503: {
    slug: "library/unreadable-release",
    title: "Unreadable recorded release",
    severity: "error",
    explanation:
      "A recorded release contains the API of a version. Without it, stagewright cannot detect breaking changes. Restore the file from version control.",
  },
  SW504: {
    slug: "library/unknown-deprecation",
    title: "Deprecated name does not exist",
    severity: "error",
    explanation: "The library has no step or parameter of this name, so the deprecation would never produce a warning.",
  },
  SW505: {
    slug: "library/missing-in-pinned-version",
    title: "Pinned version lacks what a stage uses",
    severity: "error",
    explanation:
      "The service pins a released version of the library that lacks a step, parameter, environment, engine, registry, team or JDK which the generated Jenkinsfile uses, or a script which a generated workflow runs. The build would fail at that step. Pin a newer version first, or together with the change.",
  },
  SW510: {
    slug: "own/misplaced-file",
    title: "File does not belong in the library",
    severity: "error",
    explanation:
      "A Jenkins library contains steps in `vars/`, classes in `src/` and other files in `resources/`. Files in other folders, symbolic links and files that are not UTF-8 text cannot be copied unchanged.",
  },
  SW511: {
    slug: "own/reserved-name",
    title: "Invalid or reserved name",
    severity: "error",
    explanation:
      "The name is invalid, or Jenkins, Groovy or stagewright uses it. Jenkins would never call a step of this name; a class or resource could replace one of stagewright's, now or in a later version.",
  },
  SW512: {
    slug: "own/missing-step-file",
    title: "Step without its parameter table",
    severity: "error",
    explanation:
      "A step of the site's own has two files: the code in `vars/NAME.groovy` and the parameter table in `vars/NAME.yaml`. The help, `api.json` and the check of callers come from the table.",
  },
  SW513: {
    slug: "own/wrong-package",
    title: "Class in the wrong package",
    severity: "error",
    explanation:
      "Groovy finds a class by its path. If the `package` line does not match the path, the build cannot find the class.",
  },
  SW514: {
    slug: "own/groovy-not-checked",
    title: "Own Groovy is not checked",
    severity: "warning",
    explanation:
      "The checker for Groovy is a Java program, which `stagewright dialect` builds once. Without it, code that Jenkins runs differently from plain Groovy fails only in a build.",
  },
  SW515: {
    slug: "own/unsupported-groovy",
    title: "Groovy that Jenkins does not support",
    severity: "error",
    explanation:
      "Jenkins transforms pipeline code so that it survives a restart, and runs the library of a folder in a sandbox. Some common Groovy code returns wrong values, never ends or fails there. Stagewright's own files follow the same rules.",
  },
  SW516: {
    slug: "own/unsure-groovy",
    title: "Groovy that may fail in Jenkins",
    severity: "warning",
    explanation:
      "The checker does not know the step that gets a closure. If a plugin of the site has this step, the code is right. A method of Java would return a wrong value or fail.",
  },
  SW601: {
    slug: "calls/unknown-step",
    title: "Unknown step",
    severity: "error",
    explanation: "Neither the library nor Jenkins has a step of this name. The build fails when it reaches the call.",
  },
  SW602: {
    slug: "calls/unknown-parameter",
    title: "Unknown parameter",
    severity: "error",
    explanation: "The step rejects parameters that it does not have, so that a typo is never ignored.",
  },
  SW603: {
    slug: "calls/missing-parameter",
    title: "Missing parameter",
    severity: "error",
    explanation: "The parameter is required. Without it, the step fails immediately.",
  },
  SW604: {
    slug: "calls/wrong-value",
    title: "Wrong argument value",
    severity: "error",
    explanation:
      "The parameter has a different type, or accepts only a fixed set of values. The step rejects the value.",
  },
  SW605: {
    slug: "calls/deprecated",
    title: "Deprecated step or parameter",
    severity: "warning",
    explanation: "The step or parameter still works, but the next major version of the library removes it.",
  },
  SW606: {
    slug: "calls/unnamed-argument",
    title: "Argument without a name",
    severity: "error",
    explanation: "Steps accept named arguments only. An argument without a name reaches no parameter.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
