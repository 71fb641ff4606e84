import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { cellsOf, rowsOf } from "../../support/public-applications/page.ts";
import { publicApplications } from "../../support/public-applications/table.ts";

const page = readFileSync(new URL("../../../docs/applications.md", import.meta.url), "utf8");

it("docs/applications.md lists exactly the applications of the table, with what the table says", () => {
  const rows = rowsOf(page);
  expect(rows.map((row) => row.slice(0, 4))).toEqual(publicApplications.map(cellsOf));
  expect(rows.map((row) => row.at(-1))).toEqual(publicApplications.map(({ ci }) => (ci ? "yes" : "no")));
});
