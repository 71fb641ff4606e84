import type { CodeEntry } from "../catalogue.ts";

/** SW5xx: the library as a product, and SW6xx: the Jenkinsfiles that call it. */
export const api = {
  SW501: {
    title: "Breaking change under the same major version",
    severity: "error",
    explanation:
      "Who pins a version range, or moves on within a major version, expects that calls which were right stay right. What breaks them is released as the next major version.",
  },
  SW502: {
    title: "Released version that differs",
    severity: "warning",
    explanation:
      "A released version is never built again: its tag stays what it is, and controllers cache it. What is new needs a version of its own.",
  },
  SW503: {
    title: "Unreadable release",
    severity: "error",
    explanation:
      "A recorded release says what a version promised. Without it nothing tells whether a change breaks its users; it is restored from version control.",
  },
  SW504: {
    title: "Deprecation of nothing",
    severity: "error",
    explanation: "The library has no such step or parameter, so that nobody would ever be warned.",
  },
  SW505: {
    title: "Call that the pinned version refuses",
    severity: "error",
    explanation:
      "The service pins a released version of the library that lacks a step or a parameter of its Jenkinsfile: the step refuses what it does not know, and the build ends there. In a rollout by waves a key comes with the pin that knows it.",
  },
  SW510: {
    title: "File without a place in the library",
    severity: "error",
    explanation:
      "A library is `vars/` with its steps, `src/` with its classes and `resources/`. What lies elsewhere in the folder of a site's own, is a link, or is no text in UTF-8, would be lost or changed on its way.",
  },
  SW511: {
    title: "Name that it cannot have",
    severity: "error",
    explanation:
      "Jenkins, Groovy or stagewright has this name, or it is none: a step of that name would never be called, a class or resource would take another's place, today or with the next version of stagewright.",
  },
  SW512: {
    title: "Half a step",
    severity: "error",
    explanation:
      "A step of the site's own is `vars/NAME.groovy`, and beside it `vars/NAME.yaml` says what it promises: its help, `api.json` and the check of whoever calls it come from there.",
  },
  SW513: {
    title: "Class in another package",
    severity: "error",
    explanation: "Groovy finds a class by its path. One that says it is in another package is not found, in a build.",
  },
  SW514: {
    title: "Own Groovy that nobody looked at",
    severity: "warning",
    explanation:
      "The checker that knows how Jenkins runs Groovy is Java: it is built once, by `stagewright dialect`, and kept. Without it, what Jenkins does otherwise than Groovy shows in a build.",
  },
  SW515: {
    title: "Groovy that Jenkins does not run as it reads",
    severity: "error",
    explanation:
      "Jenkins interprets pipelines so that they outlive its restarts, and runs a folder's library in a sandbox. What is usual elsewhere gives wrong values, no end, or an error there: the rules are those that stagewright's own files keep.",
  },
  SW601: {
    title: "Unknown step",
    severity: "error",
    explanation: "Neither the library nor Jenkins has a step of this name: the build fails when it gets there.",
  },
  SW602: {
    title: "Unknown parameter",
    severity: "error",
    explanation: "The step refuses what it does not know, so that no slip is silently ignored.",
  },
  SW603: {
    title: "Missing parameter",
    severity: "error",
    explanation: "The step cannot work without it and ends the build at once.",
  },
  SW604: {
    title: "Wrong value",
    severity: "error",
    explanation: "The parameter takes another type, or one of a few values; the step refuses any other.",
  },
  SW605: {
    title: "Deprecated",
    severity: "warning",
    explanation: "It works until the library's next major version, which will not have it any more.",
  },
  SW606: {
    title: "Call without names",
    severity: "error",
    explanation: "Steps take named parameters. What stands alone in a call reaches none of them.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
