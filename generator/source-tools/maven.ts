import type { ReadFile, SourceTool } from "./source-tool.ts";

/** The values of `packaging` that are also the ending of the archive; the others make a jar. */
const ARCHIVES: readonly string[] = ["war", "ear"];

/** The archives that a project and its modules make. */
function artifacts(read: ReadFile): readonly string[] {
  const modules = modulesOf(read("pom.xml") ?? "");
  const endings = [...new Set(endingsOf(read, "", new Set()))].sort();
  return endings.map((ending) => `${modules.length > 0 ? "**/" : ""}target/*.${ending}`);
}

/** The endings of the archives of the project in a folder, such as `core/`. A project with `pom` makes no archive of its own. */
function endingsOf(read: ReadFile, folder: string, seen: Set<string>): readonly string[] {
  const pom = read(`${folder}pom.xml`);
  // A module can be a link to a folder above it.
  if (pom === null || seen.has(pom)) return [];
  seen.add(pom);
  const packaging = /<packaging>\s*([\w-]+)\s*<\/packaging>/.exec(withoutComments(pom))?.[1] ?? "jar";
  const own = packaging === "pom" ? [] : [ARCHIVES.includes(packaging) ? packaging : "jar"];
  // A module that is not below its project could lead back to it.
  const below = modulesOf(pom).filter((name) => name.split("/").every((part) => !["", ".", ".."].includes(part)));
  return [...own, ...below.flatMap((name) => endingsOf(read, `${folder}${name}/`, seen))];
}

function modulesOf(pom: string): readonly string[] {
  return [...withoutComments(pom).matchAll(/<module>\s*([^<]*?)\s*<\/module>/g)].map(([, name = ""]) => name);
}

function withoutComments(xml: string): string {
  return xml.replaceAll(/<!--[\s\S]*?-->/g, "");
}

/** Apache Maven, by the wrapper or by `mvn`. */
export const maven: SourceTool = {
  name: "maven",
  usesJdk: true,
  configuration: {
    variable: "MAVEN_SETTINGS",
    title: "settings.xml",
    setting: "settings",
    sample: (comment) => `<settings><!-- ${comment} --></settings>`,
  },
  environment: {},
  addresses: () => ({}),
  runsCommand: false,
  detections: [{ file: "pom.xml", artifacts }],
  reports: { files: ["target/surefire-reports/TEST-*.xml", "target/failsafe-reports/TEST-*.xml"] },
  locks: ["pom.xml"],
  folders: [".mvn"],
  commandLine: { programs: ["mvn", "mvnw", "mvnd"], argumentsReplaceGoals: true },
};
