/** Whether git uses SSH for an address, and thus a key instead of a password. */
export function isSsh(git: string): boolean {
  return /^ssh:|^[^/:]+@[^/:]+:/.test(git);
}

/** Whether two addresses identify the same repository, with any protocol. */
export function isSameRepository(one: string, other: string): boolean {
  return repositoryKey(one) === repositoryKey(other);
}

/** `host/path` of a repository, which is equal for all of its addresses. */
export function repositoryKey(git: string): string {
  const [, host = "", path = ""] = /^(?:\w+:\/\/)?(?:[^/@]*@)?([^/:]*(?::\d+(?=\/))?)[:/]+(.*)$/.exec(git) ?? [];
  return `${host.toLowerCase()}/${path.replace(/\/+$/, "").replace(/\.git$/, "")}`;
}
