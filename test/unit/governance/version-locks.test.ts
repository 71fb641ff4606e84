import { describe, expect, it } from "vitest";
import { frontEnd, inputOf } from "../bad-specs/check.ts";

const defaults = "defaults: { all: { version: '{build}-{commit}' } }\n";

/** The findings about locks for a service with a version in a branch rule, and none of its own. */
function locked(locks: string, platform = defaults): string[] {
  const input = inputOf({
    platform: [["locks: { replace: [credentials] }\n", `${platform}locks: { replace: [credentials], ${locks} }\n`]],
    service: [
      ["version: '1.2.{build}'\n", ""],
      ["through: dev }", "through: dev, version: '9.{build}' }"],
    ],
  });
  return frontEnd(input).diagnostics.map(({ code, message, at }) => `${at.line}:${at.column} ${code} ${message}`);
}

const closed = '5:35 SW315 "version" is locked by stagewright.yaml:36: a service cannot set branches[1].version';

describe("the version of a branch rule", () => {
  it.each([
    ["closed: [version]", [closed]],
    ["closed: [version], append: [branches]", [closed]],
    ["append: [version]", [closed]],
    ["closed: [version], except: { shop: [version] }", []],
    ["closed: [version], except: { shop: [branches.version] }", []],
    ["closed: [version], except: { release: [version] }", [closed]],
    ["append: [branches]", []],
  ])("is locked with the service's version: %s", (locks, expected) => {
    expect(locked(locks)).toEqual(expected);
  });

  it("is open if the platform opens it", () => {
    expect(locked("closed: [version]").length).toBe(1);
    const input = inputOf({
      platform: [["{ replace: [credentials] }", "{ replace: [credentials, branches.version], closed: [version] }"]],
      service: [
        ["version: '1.2.{build}'\n", ""],
        ["through: dev }", "through: dev, version: '9.{build}' }"],
      ],
    });
    expect(frontEnd(input).diagnostics).toEqual([]);
  });

  it("is open if the platform lets services add to versions and sets none", () => {
    expect(locked("append: [version]", "")).toEqual([]);
  });

  it("stays closed with the rules if the platform opens only the service's version", () => {
    const input = inputOf({
      platform: [["{ replace: [credentials] }", "{ replace: [credentials, version], closed: [branches] }"]],
    });
    expect(frontEnd(input).diagnostics.map(({ code }) => code)).toEqual(["SW315"]);
  });
});
