import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { commandUnderTest } from "../support/ledger/engines.ts";
import { leaksIn } from "../support/ledger/residue.ts";
import { type LedgerSite, ledgerCommands, type Pipeline, startLedgerSite } from "../support/ledger/site.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf } from "../support/shop-runs.ts";

/** A tool that builds and pushes by itself. It reads docker's login, like Jib and ko. */
const push = (labels: string) => `
  export REGISTRY_AUTH_FILE="$DOCKER_CONFIG/config.json" STORAGE_DRIVER=vfs
  set -- --root "$PWD/store" --runroot "$PWD/run"
  container=$(buildah "$@" from scratch)
  buildah "$@" copy -q "$container" files/run.sh /run.sh
  echo "${labels}" | tr , '\\n' | while IFS= read -r label; do
    [ -z "$label" ] || buildah "$@" config --label "$label" "$container"
  done
  buildah "$@" commit -q "$container" built
  mkdir -p target
  buildah "$@" push --tls-verify=false --digestfile target/image.digest built "docker://$IMAGE:$IMAGE_TAG"
  buildah "$@" rm --all >/dev/null
  rm -rf store run`;

interface Failure {
  readonly title: string;
  readonly command: string;
  readonly sentence: RegExp;
}

const image = String.raw`127\.0\.0\.1:\d+/ledger/[a-z-]+`;
const digest = "sha256:[0-9a-f]{64}";

const failures: readonly Failure[] = [
  {
    title: "no labels",
    command: push("other=1"),
    sentence: new RegExp(`^${image}@${digest} lacks the label [a-z.-]+=.+\\. The command must pass \\$IMAGE_LABELS to`),
  },
  {
    title: "no file",
    command: "true",
    sentence: /^The command of the stage wrote no file target\/image\.digest\. Set digestFrom to/,
  },
  {
    title: "two digests",
    command: `mkdir -p target; printf 'sha256:%064d\\nsha256:%064d\\n' 1 2 >target/image.digest`,
    sentence: /^The file target\/image\.digest contains 2 digests instead of one\./,
  },
  {
    title: "not pushed",
    command: `mkdir -p target; printf 'sha256:%064d' 7 >target/image.digest`,
    sentence: new RegExp(`^The registry \\S+ does not have ${image} with the digest sha256:0+7, which the command`),
  },
  {
    title: "command fails",
    command: "exit 4",
    sentence: new RegExp(
      `^The command of the stage failed, so ${image}:1\\.0\\.1 was not built; see the log above\\.$`,
    ),
  },
];

describeWith(ledgerCommands, "an image stage whose command pushes the image", () => {
  let site: LedgerSite;
  beforeAll(async () => {
    site = await startLedgerSite();
  });
  afterAll(async () => site?.stop());

  const pipelineOf = (engine: (typeof commandUnderTest)[number], title: string, command: string) =>
    site.pipeline(engine, `${title} ${engine.where}`, {
      stage: {
        command,
        digestFrom: "target/image.digest",
        tags: ["{version}", "of-{commit}"],
        movingTags: ["{branch}"],
      },
    });

  describe.each(commandUnderTest)("on $where", (engine) => {
    it("records the digest that the registry has, and runs no command for an image that exists", async () => {
      const pipeline = await pipelineOf(engine, "pushed", push("$IMAGE_LABELS"));
      const first = await released(pipeline, await pipeline.release());
      expect(first.tags).toHaveLength(2);
      const again = await pipeline.again();
      expect(again.log).toContain("already exists for this release");
      expect(again.log).not.toContain("Copying blob");
      expect((await released(pipeline, again)).digest).toBe(first.digest);
      expect(await site.registry.digest(pipeline.name, "main")).toBe(first.digest);
    });

    it.each(failures)("$title: one message, and no login stays", async ({ title, command, sentence }) => {
      const pipeline = await pipelineOf(engine, title, command);
      const build = await pipeline.release();
      expect(build.result, build.log).toBe("FAILURE");
      expect(build.error, build.log).toMatch(sentence);
      await expectNoState(pipeline);
    });
  });

  it("leaves no login in files", async () => {
    expect((await leaksIn(site)).leaks).toEqual([]);
  });

  async function released(pipeline: Pipeline, build: BuildResult) {
    expect(build.result, build.log).toBe("SUCCESS");
    expect(build.violations).toEqual([]);
    const record = (await recordOf(build)).images[pipeline.name];
    if (record === undefined) throw new Error(`${pipeline.name} is not in the release`);
    for (const tag of record.tags) expect(await site.registry.digest(pipeline.name, tag)).toBe(record.digest);
    expect(record.engine).toBe("none");
    await expectNoState(pipeline);
    return record;
  }

  async function expectNoState({ agent }: Pipeline): Promise<void> {
    const files = await readdir(join(agent, "workspace"), { recursive: true });
    expect(files.filter((file) => /@tmp\/image(\/|$)/.test(file))).toEqual([]);
  }
});
