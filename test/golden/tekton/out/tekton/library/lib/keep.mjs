// Keeps the artifacts of a source stage in the registry, as an image with one layer. The stages that use them know its digest.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { given, home, writeResult } from "./context.mjs";
import { loginFile, plain } from "./registry.mjs";

const repository = given("FILES");
const files = join(home(), "files");
if (repository === "" || !existsSync(files)) writeResult("FILES", "");
else writeResult("FILES", `${repository}@${push()}`);

function push() {
  const layout = join(home(), "layout");
  const blobs = join(layout, "blobs/sha256");
  rmSync(layout, { recursive: true, force: true });
  mkdirSync(blobs, { recursive: true });
  const tar = join(layout, "files.tar");
  execFileSync("tar", ["-C", files, "-cf", tar, "."]);
  const content = readFileSync(tar);
  writeFileSync(tar, gzipSync(content));
  const layer = { mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", ...blobOf(tar, blobs) };
  const rootfs = { type: "layers", diff_ids: [`sha256:${sumOf(content)}`] };
  const config = writeBlob(blobs, { architecture: "amd64", os: "linux", rootfs });
  const manifest = writeBlob(blobs, {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
    layers: [layer],
  });
  writeFileSync(join(layout, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  const entry = { mediaType: "application/vnd.oci.image.manifest.v1+json", ...manifest };
  writeFileSync(join(layout, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
  const digest = join(home(), "files-digest");
  const words = ["copy", "--quiet", "--authfile", loginFile(), ...plain("dest"), "--digestfile", digest];
  // The build can write to the home folder and to the checkout: their settings would run programs with the login.
  const env = { ...process.env, HOME: "/tmp", CONTAINERS_REGISTRIES_CONF: "/dev/null" };
  execFileSync("skopeo", [...words, `oci:${layout}`, `docker://${repository}:files-${given("BUILD")}`], {
    ...{ stdio: "inherit", cwd: "/", env },
  });
  return readFileSync(digest, "utf8").trim();
}

function sumOf(content) {
  return createHash("sha256").update(content).digest("hex");
}

function blobOf(path, blobs) {
  const sum = sumOf(readFileSync(path));
  const { size } = statSync(path);
  renameSync(path, join(blobs, sum));
  return { digest: `sha256:${sum}`, size };
}

function writeBlob(blobs, value) {
  const path = join(blobs, "next");
  writeFileSync(path, JSON.stringify(value));
  return blobOf(path, blobs);
}
