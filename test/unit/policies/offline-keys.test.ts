import { expect, it } from "vitest";
import { stringify } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { type Leaf, leafKeys, setLeaf, type Tree } from "../../support/schema-keys.ts";
import { baseSpecs } from "../keys/base.ts";
import { deliverySettings } from "../keys/delivery-settings.ts";
import { settings } from "../keys/settings.ts";

const HOST = "elsewhere.example.org";

/** Values that contain a host. A key that accepts one of these, but no plain word, holds an address. */
const addresses = [
  `https://${HOST}/team/it.git`,
  `https://${HOST}/api`,
  `https://${HOST}`,
  `${HOST}/team/it:1@sha256:${"0".repeat(64)}`,
];
const words = ["word", "two-words", "several words of text"];

/** Keys with a host that no build contacts, and the reason. */
const unreached: Readonly<Record<string, string>> = {
  "platform.delivery.argocd.*.server": "only people open it; builds contact it only if the environment waits",
};

function addressOf(leaf: Leaf): string | undefined {
  return words.some((word) => leaf.admits(word)) ? undefined : addresses.find((it) => leaf.admits(it));
}

function found(path: string, value: unknown): readonly string[] {
  const specs = baseSpecs();
  for (const { under, set } of [...settings, ...deliverySettings]) if (under.test(path)) set(specs);
  setLeaf(specs, path, value);
  const site = specs.platform.site as Tree;
  site.network = "offline";
  site.hosts = ["git.acme.internal"];
  const { diagnostics } = compile({
    platform: { path: "stagewright.yaml", text: stringify(specs.platform) },
    services: [{ path: "services/shop.yaml", text: stringify(specs.service) }],
    today: "2026-11-25",
  });
  return diagnostics.filter(({ code }) => code === "SW403").map(({ message }) => message);
}

const keys = leafKeys().flatMap((leaf) => {
  const address = addressOf(leaf);
  return address === undefined ? [] : [[leaf.path, address] as const];
});

it.each(keys)("%s of an offline site cannot use a host outside the site", (path, address) => {
  expect(
    found(path, address).some((it) => it.includes(HOST)),
    unreached[path],
  ).toBe(!(path in unreached));
});

it("an environment that waits cannot use an Argo CD outside the offline site", () => {
  const wait = { for: "healthy", token: "argocd-dev" };
  expect(found("platform.environments.*.wait", wait)).toContain(
    'this site is offline and "argocd.acme.internal" is not in site.hosts',
  );
});

it("finds the keys that hold addresses", () => {
  expect(keys.length).toBeGreaterThan(15);
});
