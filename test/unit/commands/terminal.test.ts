import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

const root = join(import.meta.dirname, "../../..");
const cli = join(root, "dist/cli.js");
const shop = join(root, "examples/shop/stagewright.yaml");

/** Runs a command that prints to a socket, and returns its exit code. */
async function printedTo(read: (socket: Socket) => void): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-terminal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const server = createServer().listen(join(folder, "socket"));
  const reader = connect(join(folder, "socket")).pause();
  const [end] = (await once(server, "connection")) as [Socket];
  // The output is longer than the buffer of a socket.
  const args = [cli, "diff", "--spec", shop, "--out", join(folder, "out")];
  const child = spawn(process.execPath, args, { stdio: ["ignore", end, "inherit"] });
  end.destroy();
  server.close();
  read(reader);
  const [status] = (await once(child, "exit")) as [number | null];
  if (!reader.destroyed && !reader.readableEnded) await once(reader, "end");
  return status;
}

it("prints everything if the reader is slow", async () => {
  let printed = "";
  const status = await printedTo((socket) => {
    socket.on("data", (data) => {
      printed += String(data);
    });
    setTimeout(() => socket.resume(), 300);
  });
  expect(status).toBe(1);
  expect(printed.length).toBeGreaterThan(250_000);
  expect(printed.match(/^diff --git /gm)?.length).toBe(printed.match(/^\+\+\+ b\//gm)?.length);
  expect(printed.endsWith("\n")).toBe(true);
});

it("keeps the exit code if the reader closed the connection", async () => {
  // All files are new, so the command reports a difference.
  expect(await printedTo((socket) => socket.destroy())).toBe(1);
});
