/**
 * The text of a platform spec that lets services set the topology, also one that a site would not choose: in a combined
 * pipeline, production's credentials are in the folder of the source's team.
 */
export function withAnyTopology(text: string): string {
  const unlocked = withTopology(text);
  if (unlocked.includes("severity: {")) return unlocked.replace("severity: {", "severity: { SW470: note,");
  return /^policy:\n/m.test(unlocked)
    ? unlocked.replace(/^policy:\n/m, "policy:\n  severity: { SW470: note }\n")
    : `${unlocked}policy: { severity: { SW470: note } }\n`;
}

function withTopology(text: string): string {
  if (text.includes("replace: [")) return text.replace("replace: [", "replace: [topology, ");
  if (text.includes("locks: {")) return text.replace("locks: {", "locks: { replace: [topology],");
  return `${text}locks: { replace: [topology] }\n`;
}
