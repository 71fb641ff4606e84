import { afterAll, beforeAll, expect, it } from "vitest";
import { startMemorySampler } from "../support/lab/memory-sampler.ts";
import { type EngineUnderTest, enginesUnderTest, kanikoIs } from "../support/ledger/engines.ts";
import { type LedgerSite, ledgerCommands, startLedgerSite } from "../support/ledger/site.ts";
import { describeWith } from "../support/requires.ts";

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);

/** What a step of the Dockerfile does; nothing is taken from a cache. */
const builds = [
  { title: "small", order: "true" },
  { title: "100 MiB layer", order: "dd if=/dev/urandom of=/large bs=1M count=100 2>/dev/null" },
];

/** One image stage: login, pull, build, push, clean-up. */
interface Figures {
  readonly seconds: number;
  readonly peak: number;
}

describeWith(ledgerCommands, "engines side by side", () => {
  let site: LedgerSite;

  beforeAll(async () => {
    site = await startLedgerSite(8192);
  });
  afterAll(() => site?.stop());

  it("is measured in turns", async () => {
    const figures = new Map<string, Figures[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const { title, order } of builds) {
        for (const engine of enginesUnderTest) {
          const key = `${title} ${engine.name}`;
          const found = await measure(engine, `${title} ${round}`, order);
          figures.set(key, [...(figures.get(key) ?? []), found]);
        }
      }
    }
    const idle = await idleDaemon();
    console.info(`kaniko is ${kanikoIs}.`);
    if (kanikoIs === "the strict stand-in") {
      console.info("It builds with buildah: its figures say nothing of kaniko. KANIKO_EXECUTOR names a real one.");
    }
    console.info(`Medians of ${rounds}. Of docker's memory, ${idle} MiB are the daemon's when nothing is built.`);
    for (const { title } of builds) {
      console.info(title);
      console.table(Object.fromEntries(rowsOf((name) => medians(figures.get(`${title} ${name}`) ?? []))));
    }
  });

  async function measure(engine: EngineUnderTest, title: string, order: string): Promise<Figures> {
    await site.forgetLayers();
    site.sink.answer(() => ({ body: `${order}\n` }));
    const pipeline = await site.pipeline(engine, title, {
      stage: {
        ...{ base: { image: site.pinned, argument: "BASE" }, dockerfile: "Dockerfile.ordered" },
        buildArguments: { ORDERS: `${site.sink.url}/${encodeURIComponent(title)}` },
      },
    });
    // Everything that the stage's scripts start, and the daemon with all of its own.
    const script = `/${pipeline.name}/jenkins/`;
    const sampler = startMemorySampler(
      (known) =>
        (known.includes(script) && known.includes("ledger-image@tmp/durable-")) ||
        (engine.name === "docker" && isDaemon(known)),
    );
    const image = await pipeline.release();
    const peak = sampler.stop();
    expect(image.result, image.log).toBe("SUCCESS");
    expect(peak).toBeGreaterThan(1);
    return { seconds: image.seconds, peak };
  }

  async function idleDaemon(): Promise<number> {
    await site.forgetLayers();
    return startMemorySampler(isDaemon).stop();
  }

  function isDaemon(known: string): boolean {
    return known.startsWith("dockerd\0") && known.includes(site.docker.store);
  }
});

/** Each engine's figures, and as ratios to docker's. */
function rowsOf(figuresOf: (name: string) => Figures): [string, Record<string, number>][] {
  const docker = figuresOf("docker");
  const ratio = (one: number, other: number) => Number((one / other).toFixed(2));
  return enginesUnderTest.map(({ name }) => {
    const { seconds, peak } = figuresOf(name);
    return [
      name,
      {
        seconds: Number(seconds.toFixed(1)),
        "of docker's": ratio(seconds, docker.seconds),
        "peak MiB": peak,
        "of docker's MiB": ratio(peak, docker.peak),
      },
    ];
  });
}

function medians(figures: readonly Figures[]): Figures {
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return { seconds: median(figures.map((it) => it.seconds)), peak: median(figures.map((it) => it.peak)) };
}
