import { lacksOf } from "../shared/lack.ts";

export { type Lack, when } from "../shared/lack.ts";

export const { lacks, differs } = lacksOf("GitHub Actions");
