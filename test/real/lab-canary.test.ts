import { mkdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { findLeaks, leaksOf, makeTemporary, removeTemporary, secretForms } from "../support/lab/index.ts";

const needles = secretForms("robot", "pa'ss \"word");

describe("the search for secrets", () => {
  it("finds each form in any file: large files, gzip and file names", async () => {
    const folder = await makeTemporary("canary");
    try {
      await mkdir(join(folder, "deep/er"), { recursive: true });
      const auth = Buffer.from("robot:pa'ss \"word").toString("base64");
      await writeFile(join(folder, "deep/config.json"), JSON.stringify({ auths: { host: { auth } } }));
      await writeFile(join(folder, "deep/er/large"), `${"x".repeat(64 * 1024 - 4)}pa'ss "word${"x".repeat(1000)}`);
      await writeFile(join(folder, "layer.gz"), gzipSync("etc\0pa'ss \"word\0"));
      await writeFile(join(folder, "pa'ss \"word"), "");
      await writeFile(join(folder, "innocent"), "pa'ss word");
      const { files, leaks } = await findLeaks([folder], needles);
      expect(files).toBe(5);
      expect(leaks.map(({ file, form }) => `${file.slice(folder.length + 1)}: ${form}`).sort()).toEqual([
        // After five letters and a colon, the password starts at a base64 boundary.
        "deep/config.json: base64 login of robot",
        "deep/config.json: base64 password of robot",
        "deep/er/large: password of robot",
        "layer.gz: password of robot (gzip)",
        "pa'ss \"word: password of robot",
      ]);
    } finally {
      await removeTemporary(folder);
    }
  });

  it("searches a file again that changed after it was clean", async () => {
    const folder = await makeTemporary("canary");
    try {
      const clean = new Set<string>();
      await writeFile(join(folder, "old"), "innocent word!");
      // The time of change must be older than the resolution of any file system.
      await new Promise((resolve) => setTimeout(resolve, 2100));
      expect((await findLeaks([folder], needles, clean)).leaks).toEqual([]);
      expect(clean.size).toBe(1);
      const { atime, mtime } = await stat(join(folder, "old"));
      await writeFile(join(folder, "old"), "a pa'ss \"word");
      await utimes(join(folder, "old"), atime, mtime);
      const { leaks } = await findLeaks([folder], needles, clean);
      expect(leaks).toEqual([{ file: join(folder, "old"), form: "password of robot" }]);
    } finally {
      await removeTemporary(folder);
    }
  });

  it("knows the forms in which tools write a password", () => {
    expect(leaksOf(`{"password":"pa'ss \\"word"}`, needles)).toEqual(["JSON password of robot"]);
    expect(leaksOf("https://robot:pa'ss%20%22word@host/", needles)).toEqual(["URL password of robot"]);
    expect(leaksOf("'pa'\\''ss \"word'", needles)).toEqual(["quoted password of robot"]);
    expect(leaksOf("<password>pa&apos;ss &quot;word</password>", needles)).toEqual(["XML password of robot"]);
    expect(leaksOf("robot", needles)).toEqual([]);
  });
});
