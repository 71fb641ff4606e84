// The programs that the tests need in addition to Node.js, with their Debian packages. If `proof` is set, this command must
// succeed, too.
export const packages = [
  { command: "git", package: "git", why: "repositories over HTTP" },
  { command: "git-lfs", package: "git-lfs", why: "checkouts with large files" },
  { command: "javac", package: "openjdk-17-jdk-headless", why: "the CPS engine, the Maven example" },
  { command: "mvn", package: "maven", why: "the runner's build, the Maven example" },
  { command: "dockerd", package: "docker.io", why: "image builds by docker" },
  { command: "docker", package: "docker.io", why: "image builds by docker" },
  { command: "buildah", package: "buildah", why: "image builds without a daemon" },
  { command: "podman", package: "podman", why: "logins and pulls without a daemon" },
  { command: "skopeo", package: "skopeo", why: "pushes and inspection" },
  { command: "runc", package: "runc", why: "containers of builds" },
  { command: "docker-registry", package: "docker-registry", why: "a real registry" },
  { command: "htpasswd", package: "apache2-utils", why: "the registry's passwords" },
  { command: "openssl", package: "openssl", why: "the registry's certificates" },
  { command: "busybox", package: "busybox-static", why: "the base image" },
  { command: "shellcheck", package: "shellcheck", why: "the generated scripts" },
  { command: "sshd", package: "openssh-server", why: "repositories over SSH" },
  { command: "ssh-keygen", package: "openssh-client", why: "keys of repositories and of commits" },
  { command: "redis-server", package: "redis-server", why: "Argo CD's cache" },
  { command: "go", package: "golang-go", why: "kustomize is built from its module" },
  {
    command: "python3",
    package: "python3-venv",
    why: "pre-commit",
    proof: ["python3", "-c", "import ensurepip, venv"],
  },
];
