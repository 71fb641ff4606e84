import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it, vi } from "vitest";
import { makeTemporary, request, startLab, startProcSampler } from "../support/lab/index.ts";
import { startServer } from "../support/lab/server-process.ts";
import { missing } from "../support/requires.ts";

describe("the sink", () => {
  it("records requests and sends the configured responses", async () => {
    const { sink, stop } = await startLab({ sink: true });
    sink.answer(({ path }) => (path === "/no" ? { status: 503, body: "busy" } : {}));
    const headers = { "content-type": "application/json" };
    expect((await request(`${sink.url}/yes?x=1`, { method: "POST", headers, body: '{"a":1}' })).status).toBe(200);
    expect((await request(`${sink.url}/no`)).body.toString()).toBe("busy");
    expect(sink.requests).toMatchObject([
      { method: "POST", path: "/yes?x=1", json: { a: 1 } },
      { method: "GET", path: "/no" },
    ]);
    await stop();
  });
});

describe("the sampler", () => {
  it("sees arguments, but not a secret from a pipe", async () => {
    const sampler = await startProcSampler();
    await execa("sh", ["-c", "read secret; sleep 0.2", "an-argument-to-see"], { input: "a-secret-not-to-see\n" });
    await execa("sh", ["-c", 'sleep 0.2; exec sh -c "sleep 0.2; true" of-a-later-exec']);
    const sample = await sampler.stop();
    expect(sample.holding("an-argument-to-see")).not.toEqual([]);
    expect(sample.commands).toContainEqual(["sh", "-c", "sleep 0.2; true", "of-a-later-exec"]);
    expect(sample.holding("a-secret-not-to-see")).toEqual([]);
    expect(sample.rounds).toBeGreaterThan(1);
  });
});

describe("a server process", () => {
  it("that does not start reports why, and leaves nothing", async () => {
    const directory = await makeTemporary("server");
    const command = ["sh", "-c", "echo no port for me; exit 3"];
    const starting = startServer({ name: "stubborn", command, directory, ready: () => null });
    await expect(starting).rejects.toThrow("stubborn ended: no port for me");
    expect(existsSync(directory)).toBe(false);
  });

  it("ends with the process that started it, even if that is killed", async () => {
    const directory = await makeTemporary("server");
    const supervisor = join(import.meta.dirname, "../support/lab/supervise.sh");
    const start = `require("child_process").spawn(${JSON.stringify(supervisor)}, process.argv.slice(1), { detached: true })`;
    const serving = `echo $$ > ${directory}/pid; exec sleep 600`;
    const parent = execa("node", ["-e", start, directory, "sh", "-c", serving], { reject: false });
    const server = await vi.waitFor(() => readPid(join(directory, "pid")), waiting);
    parent.kill("SIGKILL");
    await vi.waitFor(() => expect(existsSync(directory)).toBe(false), waiting);
    expect(existsSync(`/proc/${server}`)).toBe(false);
  });

  const waiting = { timeout: 60_000, interval: 50 };
  const readPid = (file: string) => {
    const pid = readFileSync(file, "utf8").trim();
    if (pid === "") throw new Error("not yet");
    return pid;
  };
});

describe("what a suite needs", () => {
  it("is reported if it is missing", () => {
    expect(missing(["no-such-command", "node"])).toEqual(["no-such-command"]);
  });
});
