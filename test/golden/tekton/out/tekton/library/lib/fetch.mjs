// Fetches the artifacts of the source stage by their digest. A later step compares each file with the release record.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail, given, home } from "./context.mjs";
import { loginFile, plain } from "./registry.mjs";

const from = given("FROM");
if (!from.startsWith(`${given("FILES")}@sha256:`)) fail("The source stage kept no artifacts for this stage.");
const [layout, artifacts] = [join(home(), "layout"), join(home(), "artifacts")];
for (const folder of [layout, artifacts]) rmSync(folder, { recursive: true, force: true });
mkdirSync(artifacts, { recursive: true });
const words = ["copy", "--quiet", "--authfile", loginFile(), ...plain("src")];
execFileSync("skopeo", [...words, `docker://${from}`, `dir:${layout}`], { stdio: "inherit" });
const { layers } = JSON.parse(readFileSync(join(layout, "manifest.json"), "utf8"));
execFileSync("tar", ["-C", artifacts, "--no-same-owner", "-xzf", join(layout, layers[0].digest.replace("sha256:", ""))]);
