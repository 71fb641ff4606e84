import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { type Docker, makeTemporary, type Registry, type RegistryUser, removeTemporary } from "../lab/index.ts";

const dockerfile = `FROM scratch
COPY . /
ENV PATH=/bin
ENTRYPOINT ["buildkitd"]
`;

/** Pushes an image of the BuildKit in a folder, like the official one. Returns its name with the digest. */
export async function pushBuilderImage(
  tools: string,
  docker: Docker,
  registry: Registry,
  login: RegistryUser,
): Promise<string> {
  const folder = await makeTemporary("builder-image");
  const env = { ...docker.environment, DOCKER_CONFIG: join(folder, "config"), DOCKER_BUILDKIT: "0" };
  const image = `${registry.host}/ci/buildkit:1`;
  try {
    await layOut(tools, join(folder, "root"));
    await writeFile(join(folder, "Dockerfile"), dockerfile);
    const as = ["--username", login.user, "--password-stdin", registry.host];
    await execa("docker", ["login", ...as], { env, input: login.password });
    await execa("docker", ["build", "--tag", image, "--file", join(folder, "Dockerfile"), join(folder, "root")], {
      env,
    });
    const { stdout } = await execa("docker", ["push", image], { env });
    await execa("docker", ["image", "rm", image], { env });
    return `${image}@${/sha256:[0-9a-f]{64}/.exec(stdout)?.[0]}`;
  } finally {
    await removeTemporary(folder);
  }
}

/** BuildKit, and this machine's runc with its libraries. */
async function layOut(tools: string, root: string): Promise<void> {
  const { stdout: paths } = await execa("sh", ["-c", "command -v busybox; command -v runc"]);
  const [busybox = "", runc = ""] = paths.split("\n");
  const { stdout: needs } = await execa("ldd", [runc]);
  const libraries = needs.match(/\/\S+/g) ?? [];
  const binaries = [busybox, runc, join(tools, "buildkitd"), join(tools, "buildctl")];
  for (const folder of ["bin", "etc", "proc", "run", "sys", "tmp", "var/lib"])
    await mkdir(join(root, folder), { recursive: true });
  for (const path of binaries) await copyFile(path, join(root, "bin", path.replace(/.*\//, "")));
  await symlink("busybox", join(root, "bin/sh"));
  for (const path of libraries) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await copyFile(path, join(root, path));
  }
}
