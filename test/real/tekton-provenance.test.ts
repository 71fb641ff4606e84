import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BookingLab, forTekton } from "../support/booking-lab.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { passwordOf } from "../support/shop-secrets.ts";
import { toolFolder } from "../support/slow-tools.ts";
import { TektonStandIn } from "../support/tekton-runner/index.ts";

const password = "cosign canary 90c4";
/** Neither signing nor verifying may reach the internet: every other address is a closed port. */
const offline = {
  HTTPS_PROXY: "http://127.0.0.1:9",
  HTTP_PROXY: "http://127.0.0.1:9",
  NO_PROXY: "127.0.0.1,localhost",
};

/** The example on Tekton, whose environments require images that the site's key signed. */
describeWith(
  ["git", "java", "buildah", "podman", "skopeo", "docker-registry", "htpasswd", "busybox", "go", "tar"],
  "an environment on Tekton that requires signed images",
  () => {
    let lab: BookingLab;
    let tekton: TektonStandIn;
    let place: string;
    let path: string;

    beforeAll(async () => {
      place = await makeTemporary("tekton-provenance");
      lab = await BookingLab.start(["tekton"]);
      await mkdir(join(place, "bin"));
      await symlink(join(await toolFolder("cosign3"), "cosign"), join(place, "bin/cosign"));
      path = `${join(place, "bin")}:${lab.path}:${dirname(process.execPath)}`;
      for (const key of ["own", "other"]) {
        await mkdir(join(place, key));
        await cosign(["generate-key-pair"], join(place, key));
      }
      tekton = await startTekton();
      const project = { path_with_namespace: "booking/booking" };
      tekton.send("ci-booking", { project, ref: "refs/heads/main", checkout_sha: lab.commit });
      await tekton.idle();
    });
    afterAll(async () => {
      await tekton?.stop();
      await lab?.stop();
      await removeTemporary(place);
    });

    it("gets a release that its image stages signed, without the internet", () => {
      const failed = tekton.steps.filter((step) => step.failed);
      expect(failed.map(({ run, step, log }) => `${run}: ${step}\n${log}`).join("\n")).toBe("");
      const verified = tekton.steps.filter(({ step }) => step === "run-verify");
      expect(verified.map(({ run }) => run.replace(/-[^-]*$/, ""))).toEqual(["booking-test"]);
      for (const name of ["api", "web"])
        expect(verified[0]?.log).toMatch(
          new RegExp(`Verified for \\S+booking/${name}@sha256:\\S+: signature provenance`),
        );
    });

    it("gives the key that signs only to the pods that run no code of the application", () => {
      const signing = tekton.steps.filter(({ secrets }) => secrets.includes("cosign-password"));
      expect(new Set(signing.map(({ task, step }) => `${task}: ${step}`))).toEqual(
        new Set(["attest: run-sign", "attest: run-provenance"]),
      );
      for (const { log } of tekton.steps) expect(log).not.toContain(password);
    });

    it("signs the commit, the builds and the image of the release", async () => {
      const image = imageOf("api");
      const [statement] = await provenances(image);
      expect(statement).toMatchObject({
        predicateType: "https://slsa.dev/provenance/v1",
        subject: [{ digest: { sha256: image.digest.replace("sha256:", "") } }],
        predicate: {
          buildDefinition: {
            buildType: "https://github.com/stagewright/stagewright/image/v1",
            externalParameters: { service: "booking", stage: "api", image: image.repository },
            internalParameters: { sourceBuild: image.provenance.sourceBuild },
            resolvedDependencies: [{ digest: { gitCommit: lab.commit } }, {}],
          },
          runDetails: {
            builder: { id: "tekton:/ci-platform/booking-api" },
            metadata: { invocationId: image.provenance.build },
          },
        },
      });
    });

    it("refuses a provenance of another image stage, and nothing is deployed", async () => {
      await replaceProvenance("own", { builder: "tekton:/ci-platform/booking-web" });
      const { run, log } = await deploy("booking-eu");
      expect(run.status?.conditions[0]?.status).toBe("False");
      expect(log).toContain(
        'its image job is "tekton:/ci-platform/booking-web", not "tekton:/ci-platform/booking-api"',
      );
      expect(stepsOf(run.metadata.name)).not.toContain("run-commit-kustomize");
    });

    it("refuses an image that another key signed", async () => {
      await replaceProvenance("other", {});
      const { run, log } = await deploy("booking-us");
      expect(log).toContain("requires provenance, but the site's key signed no provenance of");
      expect(stepsOf(run.metadata.name).at(-1)).toBe("run-verify");
    });

    const cosign = (options: readonly string[], cwd: string) =>
      execa("cosign", options, {
        ...{ cwd, extendEnv: false },
        env: { PATH: path, HOME: place, COSIGN_PASSWORD: password, DOCKER_CONFIG: place, ...offline },
      });

    interface Image {
      readonly repository: string;
      readonly digest: string;
      readonly provenance: { readonly sourceBuild: string; readonly build: string };
    }

    function imageOf(name: string): Image {
      const run = tekton.runs.find(({ spec }) => spec.pipelineRef.name === `booking-${name}`);
      const record = JSON.parse(run?.status?.results.find((it) => it.name === "record")?.value ?? "{}");
      return record.images[`booking/${name}`];
    }

    const stepsOf = (name: string) => tekton.steps.filter(({ run }) => run === name).map(({ step }) => step);

    const registry = ["--allow-http-registry", "--allow-insecure-registry"];
    async function provenances({ repository, digest }: Image): Promise<readonly { readonly predicate: unknown }[]> {
      await login();
      await writeFile(
        join(place, "root.json"),
        '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}',
      );
      const key = ["--key", "own/cosign.pub", "--insecure-ignore-tlog", "--trusted-root", "root.json"];
      const words = ["verify-attestation", "--type", "slsaprovenance1", ...key, ...registry];
      const { stdout } = await cosign([...words, `${repository}@${digest}`], place);
      return stdout.split("\n").map((line) => JSON.parse(Buffer.from(JSON.parse(line).payload, "base64").toString()));
    }

    /** Signs the provenance of the image of `api` again, with another key or another builder, in place of the right one. */
    async function replaceProvenance(key: "own" | "other", { builder = "" }): Promise<void> {
      const image = imageOf("api");
      const [statement] = original.length > 0 ? original : await provenances(image);
      if (statement === undefined) throw new Error("the image has no provenance");
      original = [statement];
      await removeAttestations(image);
      const predicate = structuredClone(statement.predicate) as { runDetails: { builder: { id: string } } };
      if (builder !== "") predicate.runDetails.builder.id = builder;
      await writeFile(join(place, "predicate.json"), JSON.stringify(predicate));
      await writeFile(
        join(place, "config-of-signing.json"),
        '{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json"}',
      );
      const offlineKeys = ["--signing-config", "config-of-signing.json", "--trusted-root", "root.json"];
      const words = ["attest", "--yes", "--key", `${key}/cosign.key`, "--type", "slsaprovenance1", ...offlineKeys];
      const subject = `${image.repository}@${image.digest}`;
      await cosign([...words, "--predicate", "predicate.json", ...registry, subject], place);
    }
    let original: readonly { readonly predicate: unknown }[] = [];

    /** Removes what was signed for an image, and signs the image again. */
    async function removeAttestations({ repository, digest }: Image): Promise<void> {
      const { user, password: secret } = lab.servers.registry.users[0] ?? { user: "", password: "" };
      const words = ["--tls-verify=false", "--creds", `${user}:${secret}`];
      const name = repository.slice(repository.indexOf("/") + 1);
      const tags = (await lab.servers.registry.tags(name)).filter((tag) => tag.startsWith("sha256-"));
      for (const tag of tags) await execa("skopeo", ["delete", ...words, `docker://${repository}:${tag}`]);
      const keys = ["--signing-config", "config-of-signing.json", "--trusted-root", "root.json"];
      await writeFile(
        join(place, "config-of-signing.json"),
        '{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json"}',
      );
      await cosign(
        ["sign", "--yes", "--key", "own/cosign.key", ...keys, ...registry, `${repository}@${digest}`],
        place,
      );
    }

    async function login(): Promise<void> {
      const { user, password: secret } = lab.servers.registry.users[0] ?? { user: "", password: "" };
      const auth = Buffer.from(`${user}:${secret}`).toString("base64");
      await writeFile(join(place, "config.json"), JSON.stringify({ auths: { [lab.servers.registry.host]: { auth } } }));
    }

    async function deploy(pipeline: string) {
      const run = tekton.runs.find(({ spec }) => spec.pipelineRef.name === pipeline);
      if (run === undefined) throw new Error(`${pipeline} has no run`);
      tekton.approve(run.metadata.name);
      await tekton.idle();
      return { run, log: tekton.steps.at(-1)?.log ?? "" };
    }

    async function startTekton(): Promise<TektonStandIn> {
      const publicKey = JSON.stringify(await readFile(join(place, "own/cosign.pub"), "utf8"));
      const cosignKey = `cosign: { key: cosign-key, password: cosign-password, publicKey: ${publicKey} }`;
      const { home } = await lab.emit("tekton", (text) => {
        const required = "requires: [signature, provenance]";
        return forTekton(text)
          .replace("network: online", `network: online\n  tools: { ${cosignKey} }`)
          .replace("test: { namespace", `test: { ${required}, namespace`)
          .replaceAll("    protected: true\n", `    protected: true\n    ${required}\n`)
          .replaceAll("kind: image,", "kind: image, sign: true, provenance: true,");
      });
      const login = (username: string) => ({ username, password: passwordOf(username) });
      const git = { "booking-git": login("booking-git") };
      const pull = { "harbor-pull": login("robot") };
      const signing = {
        "cosign-key": { file: await readFile(join(place, "own/cosign.key"), "utf8") },
        "cosign-password": { text: password },
      };
      return await TektonStandIn.start({
        home: join(home, "runs"),
        files: join(home, "pipelines/tekton"),
        secrets: {
          "ci-booking": { ...git, ...pull, "harbor-push": login("robot"), "gitops-test": login("gitops-test") },
          "ci-quality": { ...git, ...pull },
          "ci-platform": { ...git, ...pull, ...signing, "harbor-push": login("robot") },
          "ci-release": { ...git, ...pull, "gitops-live": login("gitops-live") },
        },
        machine: { ...lab.servers.environment, ...offline, PATH: path },
      });
    }
  },
);
