import { expect, it } from "vitest";
import { maven } from "../../../generator/source-tools/maven.ts";

it("maven finds the archives of modules that are links to their own project", () => {
  const pom = "<project><packaging>war</packaging><modules><module>a</module><module>b</module></modules></project>";
  const [detection] = maven.detections;
  expect(detection?.artifacts((path) => (path.endsWith("pom.xml") ? pom : null))).toEqual(["**/target/*.war"]);
});
