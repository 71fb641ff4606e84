import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import type { Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Rhythms that a scan of branches can keep: every so many minutes, hourly, daily. */
const interval = /^(?:(?:H|\*)\/[1-9]\d? \* \* \* \*|H \* \* \* \*|H H \* \* \*)$/;

/** A branch job is woken by its branch source, which cannot keep every rhythm and cannot always be told not to listen. */
export const triggers: Rule = ({ platform, services }) =>
  services.filter(({ spec }) => spec.job === "multibranch").flatMap((service) => checkBranchJob(platform, service));

function checkBranchJob(
  platform: Checked<PlatformSpec> | null,
  { document, spec }: Checked<ServiceSpec>,
): Diagnostic[] {
  const { poll, webhook } = spec.triggers ?? {};
  const host = platform?.spec.site?.statuses?.host ?? "";
  const found: Diagnostic[] = [];
  if (poll !== undefined && !interval.test(poll)) {
    const hint = "H/5 * * * *, H * * * * or H H * * *; cron builds at a time of day";
    const message = `${show(poll)} is no interval, and a multibranch job is scanned at intervals`;
    found.push(finding("SW306", document.valueSpan(["triggers", "poll"]), message, { hint }));
  }
  if (webhook === false && ["github", "gitea"].includes(host)) {
    const message = `a multibranch job always listens to ${host}'s webhook`;
    const hint = "leave webhook out, or use job: plain";
    found.push(finding("SW306", document.keySpan(["triggers", "webhook"]), message, { hint }));
  }
  return found;
}
