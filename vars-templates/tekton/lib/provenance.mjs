// The provenance of an image: the facts that its stage signs, and those that a deployment expects. They are those of the class
// Provenance of the Jenkins library.
import { numbered, toLine } from "./text.mjs";

/** What the record says about the run that attaches the provenance. */
export function madeBy({ source }, { job, build }) {
  return { commit: source.commit, sourceBuild: `${source.job}#${source.build}`, build: `${job}#${build}` };
}

/** The variables of the script that attaches the provenance. */
export function provenanceVariables(settings, record, run) {
  const { commit, sourceBuild, build } = madeBy(record, run);
  return {
    ...settings.provenance,
    PROVENANCE_SERVICE: settings.service,
    PROVENANCE_VERSION: record.version,
    PROVENANCE_REPOSITORY: settings.git,
    PROVENANCE_COMMIT: commit,
    PROVENANCE_SOURCE_BUILD: sourceBuild,
    PROVENANCE_BUILD: build,
    PROVENANCE_BUILDER: `tekton:${run.job}`,
  };
}

/** The variables of the script that verifies the images of a release. */
export function verifyVariables({ requires, publicKey, registries }, { images }) {
  const all = Object.values(images);
  const insecure = ({ repository }) => registries.find(({ host }) => host === repository.split("/")[0])?.insecure ?? false;
  return {
    REQUIRES: requires.join(" "),
    PUBLIC_KEY: publicKey,
    ...numbered("IMAGE", all.map(nameOf)),
    ...numbered("INSECURE", all.map(insecure)),
    ...numbered(
      "REGISTRY",
      registries.map(({ host }) => host),
    ),
  };
}

export function nameOf({ repository, digest }) {
  return `${repository}@${digest}`;
}

/** Why none of these provenances is that of an image of a release; empty if one is. The site's key signed all of them. */
export function objection(git, { source }, image, job, statements) {
  const { commit, sourceBuild, build } = madeBy({ source }, image);
  if (image.provenance?.build !== build) return "the release record names no run that attached one";
  const expected = {
    ...{ "image job": `tekton:${job}`, "source repository": git, commit },
    ...{ "source build": sourceBuild, "image build": build },
  };
  let closest = "none can be read";
  let least = Number.POSITIVE_INFINITY;
  for (const statement of statements) {
    const facts = factsOf(statement);
    const wrong = Object.keys(expected).filter((name) => facts[name] !== expected[name]);
    const [first] = wrong;
    if (first === undefined) return "";
    if (wrong.length >= least) continue;
    least = wrong.length;
    closest = `its ${first} is ${JSON.stringify(toLine(facts[first]))}, not ${JSON.stringify(expected[first])}`;
  }
  return closest;
}

/** The same facts, as a provenance says them. cosign 2 writes the name of one field in another way. */
function factsOf({ predicate }) {
  const { buildDefinition: definition, runDetails: details } = predicate ?? {};
  const dependencies = Array.isArray(definition?.resolvedDependencies) ? definition.resolvedDependencies : [];
  // The first dependency with a commit is the source.
  const source = dependencies.find((it) => text(it?.digest?.gitCommit) !== "");
  return {
    "image job": text(details?.builder?.id),
    "source repository": text(source?.uri).replace(/^git\+/, ""),
    commit: text(source?.digest?.gitCommit),
    "source build": text(definition?.internalParameters?.sourceBuild),
    "image build": text(details?.metadata?.invocationId ?? details?.metadata?.invocationID),
  };
}

function text(value) {
  return typeof value === "string" ? value : "";
}
