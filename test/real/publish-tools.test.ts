import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { toolFolder } from "../support/slow-tools.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const [user, password] = ["publisher", "pub's s3cret"];
const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

/** Creates a wheel without the network: an archive with the three files that each wheel has. */
const BUILD_PY = `import os, zipfile
version = "1.0." + os.environ["BUILD_NUMBER"]
info = f"library-{version}.dist-info"
os.makedirs("dist", exist_ok=True)
with zipfile.ZipFile(f"dist/library-{version}-py3-none-any.whl", "w") as wheel:
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: library\\nVersion: {version}\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{info}/RECORD", "")
`;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>org.acme</groupId><artifactId>library</artifactId><version>1.4.0</version>
</project>
`;

/** What the page says about the file for Maven. */
const PUBLISH_XML = `<settings><servers><server>
  <id>nexus</id><username>\${env.NEXUS_USR}</username><password>\${env.NEXUS_PSW}</password>
</server></servers></settings>
`;

const page = await readFile(join(import.meta.dirname, "../../docs/how-to/publish-a-library.md"), "utf8");

/** The command of a tool in the table of the page, with the repository of the test. */
function commandOf(tool: string, repository: string): string {
  const row = page.split("\n").find((line) => line.startsWith(`| ${tool} `)) ?? "";
  const command = row.match(/`([^`]+)`/g)?.[1]?.slice(1, -1) ?? "";
  expect(command).toContain("https://nexus.acme.internal");
  return command.replace("https://nexus.acme.internal", repository);
}

describeWith(["git", "java", "mvn", "python3"], "stages that publish with Maven and twine", () => {
  let jenkins: SmallJenkins;
  let controller: Controller;

  beforeAll(async () => {
    const [twine, repository] = await Promise.all([toolFolder("twine"), toolFolder("deployPlugin")]);
    jenkins = await startSmallJenkins();
    const local = `maven.repo.local=${repository}`;
    const publish = { kind: "custom", owner: "shop", needs: ["build"], artifactsFrom: "build" };
    const service = {
      stages: [
        {
          ...{ id: "build", kind: "source", owner: "shop", tool: "command" },
          artifacts: ["target/library.jar", "dist/*.whl"],
          command: "python3 build.py && mkdir target && cp dist/*.whl target/library.jar",
        },
        {
          ...{ ...publish, id: "maven", secrets: { NEXUS: { usernamePassword: "nexus" } } },
          command: `export MAVEN_OPTS=-D${local}\n${commandOf("Maven", jenkins.sink.url)}`,
        },
        {
          ...{ ...publish, id: "twine", secrets: { TWINE: { usernamePassword: "nexus" } } },
          command: `export PATH=${join(twine, "bin")}:$PATH\n${commandOf("twine", jenkins.sink.url)}`,
        },
      ],
    };
    const opened = await jenkins.open(
      { platform: { locks: { replace: ["credentials", "custom.secrets"] } }, service },
      { credentials: [{ id: "nexus", kind: "usernamePassword", username: user, password }] },
    );
    controller = opened.controller;
    const files = { "build.py": BUILD_PY, "pom.xml": POM, "publish.xml": PUBLISH_XML };
    await jenkins.application.commit(files, "A library");
    // A repository with a login: it says nothing, and accepts nothing, without one.
    jenkins.sink.answer(({ method, headers }) => {
      if (headers.authorization !== authorization)
        return { status: 401, headers: { "www-authenticate": 'Basic realm="nexus"' } };
      return { status: method === "GET" ? 404 : 201 };
    });
  });
  beforeEach(() => jenkins.sink.clear());
  afterAll(async () => {
    await jenkins?.stop();
  });

  it("uploads the artifacts of the source stage with the commands of the page, and keeps the password out of the log", async () => {
    await controller.startBuild({ job: "/shop/shop-build" });
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).map((it) => controller.result(it)));
    expect(builds.length).toBe(3);
    for (const { violations, result, log } of builds) {
      expect(violations, log).toEqual([]);
      expect(result, log).toBe("SUCCESS");
      expect(log).not.toContain(password);
    }
    const accepted = jenkins.sink.requests.filter(({ headers }) => headers.authorization === authorization);
    const uploads = accepted.filter(({ method }) => method === "PUT").map(({ path }) => path);
    expect(uploads).toContain("/maven/org/acme/library/1.4.0/library-1.4.0.jar");
    expect(uploads).toContain("/maven/org/acme/library/1.4.0/library-1.4.0.pom");
    const jar = accepted.find(({ path }) => path.endsWith("library-1.4.0.jar"));
    expect(jar?.body).toContain("library-1.0.1.dist-info/METADATA");
    const posted = accepted.filter(({ method }) => method === "POST");
    expect(posted.map(({ path }) => path)).toEqual(["/pypi/"]);
    expect(posted[0]?.body).toContain('name="content"; filename="library-1.0.1-py3-none-any.whl"');
    expect(posted[0]?.body).toMatch(/name="version"\r\n\r\n1\.0\.1\r\n/);
  });

  it("fails with a wrong password", async () => {
    jenkins.sink.answer(() => ({ status: 401, headers: { "www-authenticate": 'Basic realm="nexus"' } }));
    const seen = (await controller.builds()).length;
    await controller.startBuild({ job: "/shop/shop-build" });
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).slice(seen).map((it) => controller.result(it)));
    expect(builds.map(({ result }) => result).sort()).toEqual(["FAILURE", "FAILURE", "SUCCESS"]);
    for (const { log } of builds) expect(log).not.toContain(password);
  });
});
