// Finds the run whose release is deployed: this run, or the earlier one whose number a user entered.
import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { fail, input, thisCommit } from "./context.mjs";
import { toLine } from "./text.mjs";

const { workflow, chooser, needsReason } = input();
const number = process.env.STAGEWRIGHT_RUN ?? "";
const reason = toLine(process.env.STAGEWRIGHT_REASON ?? "").slice(0, 1000);
const repository = process.env.GITHUB_REPOSITORY ?? fail("The runner does not set GITHUB_REPOSITORY.");
const summary = process.env.GITHUB_STEP_SUMMARY ?? fail("The runner does not set GITHUB_STEP_SUMMARY.");
const output = process.env.GITHUB_OUTPUT ?? fail("The runner does not set GITHUB_OUTPUT.");
if (number !== "" || reason !== "") requireUser();
const found = number === "" ? { id: process.env.GITHUB_RUN_ID, commit: thisCommit(), earlier: "" } : earlier();
appendFileSync(output, `run-id=${found.id}\ncommit=${found.commit}\nearlier=${found.earlier}\n`);

/** Only a user may choose a release or roll back. A workflow of the application can call this stage, or start a run with its token. */
function requireUser() {
  const { GITHUB_EVENT_NAME: event = "", GITHUB_WORKFLOW_REF: started = "", GITHUB_TRIGGERING_ACTOR: actor = "" } = process.env;
  const chosen = event === "workflow_dispatch" && started.startsWith(`${repository}/.github/workflows/${chooser}@`);
  if (!chosen) fail(`UPSTREAM_BUILD and ROLLBACK_REASON are only for ${chooser}. Start this workflow to deploy an earlier release.`);
  if (actor === "" || actor.endsWith("[bot]")) fail(`A user must start ${chooser}, not "${toLine(actor)}".`);
  if (needsReason && reason === "") fail("Enter ROLLBACK_REASON: this environment does not tell whether the release is older.");
  if (number === "") fail("ROLLBACK_REASON needs UPSTREAM_BUILD, the number of the run whose release is deployed.");
}

/** The earlier run. GitHub says which commit it built; the attestation of its record must say the same. */
function earlier() {
  if (!/^[1-9][0-9]{0,8}$/.test(number)) fail("UPSTREAM_BUILD is not the number of a run. Enter digits only, such as 12.");
  const run = runWith(Number(number));
  if (run === null) fail(`There is no run ${number} of ${workflow}. Enter the number after # in the list of its runs.`);
  const { id, head_sha: commit, event, head_repository: head } = run;
  if (event === "pull_request" || head?.full_name !== repository) fail(`Run ${number} is of a pull request, which makes no release.`);
  if (!/^[0-9]{1,20}$/.test(String(id)) || !/^[0-9a-f]{40}$/.test(commit)) fail(`GitHub does not describe run ${number}.`);
  const url = `${process.env.GITHUB_SERVER_URL}/${repository}/actions/runs/${id}`;
  appendFileSync(summary, summaryOf(url, commit));
  const job = `/${repository}/${workflow.replace(/\.yml$/, "")}`;
  return { id, commit, earlier: JSON.stringify({ run: { job, build: number, url }, commit, reason }) };
}

/** What reviewers read in the summary of the run. A user enters the reason, so it is a text and no markup. */
function summaryOf(url, commit) {
  const text = reason.replace(/[^\p{L}\p{N} ]/gu, (sign) => `&#${sign.codePointAt(0)};`);
  const rollback = text === "" ? "It must not be older than the deployed release." : `Rollback: ${text}`;
  return `<p>Release of <a href="${url}">run ${number} of ${workflow}</a>, commit ${commit}. ${rollback}</p>\n`;
}

function runsOn(page) {
  const path = `repos/${repository}/actions/workflows/${workflow}/runs?per_page=100&page=${page}`;
  try {
    return JSON.parse(execFileSync("gh", ["api", path], { encoding: "utf8", maxBuffer: 2 ** 28 })).workflow_runs;
  } catch (error) {
    return fail(`GitHub does not list the runs of ${workflow}: ${error.message}`);
  }
}

/** GitHub lists the latest runs first, and finds none by its number. */
function runWith(wanted) {
  for (let page = 1; ; page += 1) {
    const runs = runsOn(page);
    const found = runs.find(({ run_number: one }) => one === wanted);
    if (found !== undefined) return found;
    if (runs.length === 0 || runs.at(-1).run_number < wanted) return null;
  }
}
