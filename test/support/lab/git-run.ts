import { execa } from "execa";

/** git's environment in the lab: no user configuration, no prompts, a fixed author. */
export const gitEnvironment: Readonly<Record<string, string>> = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "Ada Author",
  GIT_AUTHOR_EMAIL: "ada@acme.internal",
  GIT_COMMITTER_NAME: "Ada Author",
  GIT_COMMITTER_EMAIL: "ada@acme.internal",
};

/** Runs git in a directory and returns what it printed, without the last newline. */
export async function git(directory: string, ...args: string[]): Promise<string> {
  return (await gitOutput(directory, ...args)).replace(/\n$/, "");
}

/** Runs git in a directory and returns exactly what it printed. */
export async function gitOutput(directory: string, ...args: string[]): Promise<string> {
  const { stdout } = await execa("git", args, { cwd: directory, env: gitEnvironment, stripFinalNewline: false });
  return stdout;
}
