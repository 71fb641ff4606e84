import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pushBaseImage } from "../support/lab/index.ts";
import { enginesUnderTest } from "../support/ledger/engines.ts";
import { type LedgerSite, ledgerCommands, type Pipeline, startLedgerSite } from "../support/ledger/site.ts";
import { describeWith } from "../support/requires.ts";

/** What a registry answers to requests with this method and path below the image's repository. */
interface Answer {
  readonly title: string;
  readonly method: RegExp;
  readonly path: string;
  readonly error: { readonly status: number; readonly code: string; readonly message: string };
  readonly sentence: RegExp;
}

/** The tag exists and is another image; the answers concern other requests than the one for its manifest. */
const existing: readonly Answer[] = [
  {
    title: "no list of tags",
    method: /GET/,
    path: "tags/list",
    error: { status: 404, code: "NAME_UNKNOWN", message: "page not found" },
    sentence: /:1\.0\.1 already exists but is a different image: /,
  },
  {
    title: "a missing blob",
    method: /GET/,
    path: "blobs/",
    error: { status: 404, code: "BLOB_UNKNOWN", message: "blob not found" },
    sentence: /^The registry \S+ could not be queried for \S+:1\.0\.1: /,
  },
];

/** The repository does not exist yet. */
const first: readonly Answer[] = [
  {
    title: "401 for the manifest",
    method: /GET|HEAD/,
    path: "manifests/",
    error: { status: 401, code: "UNAUTHORIZED", message: "access to the requested resource is not authorized" },
    sentence:
      /^The registry \S+ does not let the credential main-push read \S+:1\.0\.1\. If the repository or its project /,
  },
  {
    title: "403 for the manifest",
    method: /GET|HEAD/,
    path: "manifests/",
    error: { status: 403, code: "DENIED", message: "requested access to the resource is denied" },
    sentence:
      /^The registry \S+ does not let the credential main-push read \S+:1\.0\.1\. If the repository or its project /,
  },
  {
    title: "404 for the push",
    method: /POST/,
    path: "blobs/uploads/",
    error: { status: 404, code: "NAME_UNKNOWN", message: "The repository does not exist in the registry" },
    sentence: /^The registry \S+ has no repository for \S+ and creates none during a push\. Create the repository/,
  },
  {
    title: "403 for the push",
    method: /POST/,
    path: "blobs/uploads/",
    error: { status: 403, code: "DENIED", message: "requested access to the resource is denied" },
    sentence: /^The registry \S+ denied the push to \S+; .* If the repository does not exist yet, create it, or /,
  },
];

describeWith(ledgerCommands, "a registry that answers", () => {
  let site: LedgerSite;
  beforeAll(async () => {
    site = await startLedgerSite();
  });
  afterEach(() => site.proxy.decide(() => "pass"));
  afterAll(async () => site?.stop());

  describe.each(enginesUnderTest)("to $name", (engine) => {
    it.each(existing)("$title about an existing tag: the tag is not overwritten", async (answer) => {
      const pipeline = await start(answer);
      const { digest } = await pushBaseImage(site.registry, { repository: pipeline.name, tag: "1.0.1" });
      await expectFailure(pipeline, answer);
      expect(await site.registry.digest(pipeline.name, "1.0.1")).toBe(digest);
    });

    it.each(first)("$title of a new repository: the message says how to create it", async (answer) => {
      await expectFailure(await start(answer), answer);
    });

    const start = ({ title }: Answer) =>
      site.pipeline(engine, title, { stage: { base: { image: site.pinned, argument: "BASE" } } });
  });

  async function expectFailure(pipeline: Pipeline, { method, path, error, sentence }: Answer): Promise<void> {
    const start = `/v2/${pipeline.name}/${path}`;
    site.proxy.decide((asked) =>
      method.test(asked.method ?? "") && asked.url?.startsWith(start) === true ? error : "pass",
    );
    const build = await pipeline.release();
    expect(build.result, build.log).toBe("FAILURE");
    expect(build.error, build.log).toMatch(sentence);
    expect(build.error?.trim().split("\n")).toHaveLength(1);
  }
});
