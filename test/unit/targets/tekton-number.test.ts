import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "stagewright-number-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (name: string, creationTimestamp: string, pipeline = "shop-build") => ({
  ...{ metadata: { name, creationTimestamp }, spec: { pipelineRef: { name: pipeline } } },
});

const second = "2026-11-25T10:00:00Z";
const seconds = (Date.parse(second) - Date.UTC(2020, 0, 1)) / 1000;
const runs = [
  run("shop-build-b0000", second),
  run("shop-build-a0000", second),
  run("shop-build-pr-a0", second, "shop-build-pr"),
  run("shop-build-c0000", "2026-11-25T10:00:01Z"),
  run("shop-build-d0000", "2026-11-25T10:00:09Z"),
];

/** The number that the program gives to a run; the dates are those that the cluster answers in turn. */
async function numberOf(name: string, dates: readonly string[] = ["2026-11-25T10:01:00Z"]) {
  const asked: string[] = [];
  const answer = () => {
    // The first answer has only the first run: the others are created in the same second.
    const items = asked.length < dates.length ? runs.slice(0, 1) : runs;
    return { date: dates[Math.min(asked.length, dates.length) - 1] ?? "", body: { items } };
  };
  const place = { namespace: "ci-shop", pipeline: "shop-build", service: "shop", stage: "build" };
  const output = await call(`numberOf(${JSON.stringify(place)}, "${name}")`, asked, answer);
  return { number: Number(output), asked };
}

/** Calls a function of the program with a cluster that gives these answers. Returns what it returns. */
async function call(expression: string, asked: string[], answer: () => { date: string; body: unknown }) {
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const { date, body } = answer();
    response.writeHead(200, { date: new Date(date).toUTCString() }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const file of ["cluster", "context"]) {
    const text = readFileSync(join("vars-templates/tekton/lib", `${file}.mjs`), "utf8");
    const local = text
      .replace("https://kubernetes.default.svc", address)
      .replace("/var/run/secrets/kubernetes.io/serviceaccount", folder);
    writeFileSync(join(folder, `${file}.mjs`), local);
  }
  writeFileSync(join(folder, "token"), "t");
  writeFileSync(
    join(folder, "main.mjs"),
    `import { finishedRun, numberOf } from "./cluster.mjs"; console.log(await ${expression});`,
  );
  const done = await promisify(execFile)(process.execPath, [join(folder, "main.mjs")]).finally(
    () => new Promise((resolve) => server.close(resolve)),
  );
  return done.stdout;
}

it("gives two runs of one second different numbers, and the runs after them others", async () => {
  const names = ["a", "b", "c", "d"].map((letter) => `shop-build-${letter}0000`);
  const numbers: number[] = [];
  for (const name of names) numbers.push((await numberOf(name)).number);
  expect(numbers).toEqual([seconds, seconds + 1, seconds + 2, seconds + 9]);
});

it("waits until no other run of its second can be created", async () => {
  const { number, asked } = await numberOf("shop-build-b0000", ["2026-11-25T10:00:01Z", "2026-11-25T10:00:02Z"]);
  expect(number).toBe(seconds + 1);
  expect(asked).toHaveLength(2);
  const labels = "app.kubernetes.io/part-of=shop,stagewright.io/stage=build";
  expect(decodeURIComponent(asked[0] ?? "")).toBe(
    `/apis/tekton.dev/v1/namespaces/ci-shop/pipelineruns?labelSelector=${labels}`,
  );
});

it("refuses a run of another pipeline", async () => {
  await expect(numberOf("shop-build-pr-a0")).rejects.toThrow("There is no run shop-build-pr-a0 of shop-build");
});

it.each([
  ["another pipeline", { name: "build-of-others" }],
  ["a pipeline of the same name from elsewhere", { name: "shop-build", resolver: "git" }],
])("reads no record of a run of %s", async (_, pipelineRef) => {
  const finished = { spec: { pipelineRef }, status: { conditions: [{ type: "Succeeded", status: "True" }] } };
  const place = { namespace: "ci-shop", pipeline: "shop-build", stage: "build" };
  const read = call(`finishedRun(${JSON.stringify(place)}, "shop-build-e0000", 1)`, [], () => ({
    date: second,
    body: finished,
  }));
  await expect(read).rejects.toThrow("The run shop-build-e0000 of ci-shop is not a run of the pipeline shop-build.");
});

it("says once for which run a stage waits, and returns it when it has succeeded", async () => {
  const place = { namespace: "ci-shop", pipeline: "shop-build", stage: "build" };
  const spec = { pipelineRef: { name: "shop-build" } };
  let asked = 0;
  const said = await call(`(await finishedRun(${JSON.stringify(place)}, "shop-build-a0000", 5)).status`, [], () => {
    asked += 1;
    const conditions = asked < 3 ? [] : [{ type: "Succeeded", status: "True" }];
    return { date: second, body: { spec, status: { conditions } } };
  });
  expect(said.match(/^Waiting.*$/gm)).toEqual([
    "Waiting for the stage build: the run shop-build-a0000 of ci-shop, at most 5 minutes.",
  ]);
}, 20_000);
