/** Whether git reaches an address by SSH, where it wants a key; any other wants a password. */
export function isSsh(git: string): boolean {
  return /^ssh:|^[^/:]+@[^/:]+:/.test(git);
}

/** Whether two addresses lead to one repository, however it is reached. */
export function isSameRepository(one: string, other: string): boolean {
  return repositoryKey(one) === repositoryKey(other);
}

/** `host/path` of a repository, the same for all of its addresses. */
export function repositoryKey(git: string): string {
  const [, host = "", path = ""] = /^(?:\w+:\/\/)?(?:[^/@]*@)?([^/:]*(?::\d+(?=\/))?)[:/]+(.*)$/.exec(git) ?? [];
  return `${host.toLowerCase()}/${path.replace(/\/+$/, "").replace(/\.git$/, "")}`;
}
