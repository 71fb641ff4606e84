import type { ReadFile, SourceTool } from "./source-tool.ts";

/** The program of a Rust package. Packages of libraries and workspaces have none with a known name. */
function program(read: ReadFile): readonly string[] {
  const name = /^\[package\][^[]*?^name\s*=\s*"([\w-]+)"/ms.exec(read("Cargo.toml") ?? "")?.[1];
  return name === undefined || read("src/main.rs") === null ? [] : [`target/release/${name}`];
}

/** A shell command of the application. */
export const command: SourceTool = {
  name: "command",
  // The command may run a JVM tool.
  usesJdk: true,
  configuration: null,
  environment: {},
  addresses: () => ({}),
  runsCommand: true,
  detections: [
    {
      file: "Cargo.toml",
      artifacts: program,
      command: "cargo test --locked && cargo build --release --locked",
      lacks: (_, above) =>
        above("Cargo.lock") === null
          ? "There is no Cargo.lock: run cargo generate-lockfile, and commit the file."
          : null,
    },
  ],
  reports: { files: [], sameCommands: ["make"] },
};
