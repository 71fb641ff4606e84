import { analyse, type CompileInput } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import type { Proposal } from "../init/proposal.ts";

/** The specs of a proposal, as input of the compiler. */
export function inputOf(proposal: Proposal): CompileInput {
  const [platform, ...services] = sourcesOf(proposal);
  if (platform === undefined) throw new Error("the proposal has no platform spec");
  return { platform, services };
}

/** The texts of the specs of a proposal. */
export function sourcesOf(proposal: Proposal) {
  return [...proposal].flatMap(([path, text]) => (path.endsWith(".yaml") ? [{ path, text }] : []));
}

/** Throws a Failure for specs that would not be valid, such as those of a git host whose webhooks the CI product does not read. */
export function refuseInvalid(input: CompileInput): void {
  const error = analyse(input).diagnostics.find(({ severity }) => severity === "error");
  if (error === undefined) return;
  throw new Failure(`init cannot propose valid specs: ${error.message}`, 1, error.hint);
}
