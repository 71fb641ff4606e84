import { describe, expect, it } from "vitest";
import { deployStage, imageStage, model, service, sourceStage, team } from "../../support/model.ts";
import { fileOf, filesOf } from "./files.ts";

const image = "jenkinsfiles/platform/shop/image.Jenkinsfile";

describe("a stage's Jenkinsfile", () => {
  it("lies in its owner's folder", () => {
    const paths = [...filesOf(model()).keys()].filter((path) => path.startsWith("jenkinsfiles/"));
    expect(paths).toEqual([
      image,
      "jenkinsfiles/release/shop/prod.Jenkinsfile",
      "jenkinsfiles/shop/shop/build.Jenkinsfile",
      "jenkinsfiles/shop/shop/dev.Jenkinsfile",
    ]);
  });

  it("reads as TASTE says", () => {
    expect(fileOf(model(), image)).toBe(`// shop, stage image. Owner: platform.
// Written by stagewright from services/shop.yaml, stages.image; change it there.
@Library(value = 'acme-ci@v1.3.2', changelog = false) _

pipeline {
    agent none
    options {
        skipDefaultCheckout()
        timeout(time: 30, unit: 'MINUTES')
    }
    stages {
        stage('image') {
            steps {
                script {
                    def release = buildImage(
                        service: 'shop',
                        upstream: '/shop/shop-build',
                        git: 'https://git.acme.internal/shop/shop.git',
                        credentials: 'git-read',
                        engine: 'buildah',
                        registry: 'harbor',
                        image: 'shop/shop',
                        base: 'harbor.acme.internal/base/jre:17@sha256:${"1".repeat(64)}',
                        baseArgument: 'BASE',
                        baseRegistry: 'harbor',
                        tags: ['{version}'],
                        artifacts: true,
                        artifactsFrom: '/shop/shop-build',
                    )
                    startStage(
                        job: '/shop/shop-dev',
                        release: release,
                        branches: ['main'],
                        tags: ['v*'],
                    )
                }
            }
        }
    }
    post {
        failure {
            notifyOwner(team: 'platform')
        }
    }
}
`);
  });

  it("starts nothing that only a hand starts, and tells nobody who has no contact", () => {
    const reach = { branches: [], tags: [], pullRequests: false };
    const stages = [
      sourceStage({ job: "/shop/shop-build", downstream: ["image"], owner: "release" }),
      imageStage({ job: "/platform/shop-image", reach }),
    ];
    const text = fileOf(
      model({ services: [service("shop", { stages })] }),
      "jenkinsfiles/release/shop/build.Jenkinsfile",
    );
    expect(text).not.toMatch(/startStage|release =|script|post/);
  });

  it("uses the service's own pin", () => {
    const services = [service("shop", { pin: "v2.0.0" })];
    expect(fileOf(model({ services }), image)).toContain("@Library(value = 'acme-ci@v2.0.0', changelog = false) _");
  });

  it("says only what differs from the site", () => {
    const dev = { ...deployStage({ job: "/shop/shop-dev", agent: { label: "dmz" }, retries: 2 }) };
    const stages = service("shop").stages.map((stage) => (stage.id === "dev" ? dev : stage));
    const text = fileOf(model({ services: [service("shop", { stages })] }), "jenkinsfiles/shop/shop/dev.Jenkinsfile");
    expect(text).toContain("agent: 'dmz'");
    expect(text).toContain("retries: 2");
    expect(text).not.toContain("handoff");
  });

  it("holds any free text as a literal", () => {
    const hell = "it's \x24{1 + 1} $USER \\ \" ''' \n // */ \u0000 \ud83d\ude00";
    const stages = [
      sourceStage({ job: "/shop/shop-build", tool: "command", command: hell, environment: { "A-B": hell } }),
    ];
    const text = fileOf(model({ services: [service("shop", { stages })] }), "jenkinsfiles/shop/shop/build.Jenkinsfile");
    const literal = String.raw`'it\'s ${"\x24"}{1 + 1} $USER \\ " \'\'\' \n // */ \u0000 \ud83d\ude00'`;
    expect(text).toContain(`command: ${literal},`);
    expect(text).toContain(`'A-B': ${literal}`);
  });
});

describe("a combined Jenkinsfile", () => {
  const text = fileOf(
    model({ services: [service("web", { topology: "combined" })] }),
    "jenkinsfiles/shop/web/Jenkinsfile",
  );

  it("has the stages in order, each for the commits that reach it", () => {
    expect([...text.matchAll(/stage\('(\w+)'\)/g)].map((match) => match[1])).toEqual(["build", "image", "dev", "prod"]);
    expect(text.match(/beforeAgent true/g)).toHaveLength(4);
    expect(text).toContain("reachesStage(stage: 'build', always: true)");
    expect(text).toContain("reachesStage(stage: 'image', branches: ['main'], tags: ['v*'])");
    expect(text).toContain("reachesStage(stage: 'prod', tags: ['v*'])");
  });

  it("hands each step the same arguments as a job of its own does, but for the transport", () => {
    const split = filesOf(model({ services: [service("web")] }));
    for (const stage of service("web").stages) {
      const own = split.get(`jenkinsfiles/${stage.owner}/web/${stage.id}.Jenkinsfile`) ?? "";
      const work = (from: string) =>
        argumentsOf(from).filter((argument) => !/^(upstream|after|artifactsFrom|shared):/.test(argument));
      expect(work(own).length).toBeGreaterThan(1);
      expect(work(text.slice(text.indexOf(`stage('${stage.id}')`)))).toEqual(work(own));
    }
  });

  it("stashes what a later stage of the job takes, and only that", () => {
    const stashing = service("web").stages.map(({ id }) => {
      const call = argumentsOf(text.slice(text.indexOf(`stage('${id}')`)));
      return [id, call.includes("shared: true")];
    });
    expect(stashing).toEqual([
      ["build", true],
      ["image", true],
      ["dev", true],
      ["prod", false],
    ]);
    expect([...filesOf(model()).values()].filter((file) => file.includes("shared: true"))).toEqual([]);
  });

  it("neither starts jobs nor copies between them", () => {
    expect(text).not.toMatch(/startStage|upstream|artifactsFrom/);
  });

  it("knows the branch that is built unasked", () => {
    const m = model({ services: [service("web", { topology: "combined", branch: "develop" })] });
    const file = fileOf(m, "jenkinsfiles/shop/web/Jenkinsfile");
    expect(file).toContain("reachesStage(stage: 'prod', tags: ['v*'], branch: 'develop')");
    expect(text).not.toContain("branch: '");
  });
});

describe("a multibranch source stage", () => {
  const m = model({
    services: [service("api", { job: "multibranch" })],
    teams: [team("shop"), team("platform"), team("release")],
  });

  it("is one call, told where it belongs", () => {
    const text = fileOf(m, "jenkinsfiles/shop/api/build.Jenkinsfile");
    expect(text).toContain("// Put it into https://git.acme.internal/shop/api.git as Jenkinsfile.\n");
    expect(text.split("\n").filter((line) => /^\w/.test(line))).toEqual(["sourcePipeline("]);
    expect(text).toContain("start: [[job: '/platform/api-image', branches: ['main'], tags: ['v*']]],");
    expect(text).not.toContain("keep");
  });

  it("keeps its builds as long as the site says", () => {
    const text = fileOf(
      { ...m, site: { ...m.site, keep: { builds: 7, days: 90 } } },
      "jenkinsfiles/shop/api/build.Jenkinsfile",
    );
    expect(text).toContain("keepBuilds: 7,");
    expect(text).not.toContain("keepDays");
  });
});

/** The arguments of the first work step. */
function argumentsOf(text: string): string[] {
  const call = /(?:buildSource|buildImage|deployRelease)\((.*?)\)(?:\n|$)/s.exec(text)?.[1] ?? "";
  const lines = call.includes("\n") ? call.split("\n") : call.split(/, (?=\w+: )/);
  return lines.map((line) => line.trim().replace(/,$/, "")).filter((line) => line !== "");
}
