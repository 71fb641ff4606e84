// The variables of the scripts that build an image. They are those of the class Image of the Jenkins library.
import { entries, fill, named, toTag } from "./text.mjs";

/** The tags of a release: fixed tags never move, moving tags follow the newest build. */
export function tagsOf({ tags, movingTags }, release) {
  const names = namesOf(release);
  const filled = (patterns) => patterns.map((pattern) => toTag(fill(pattern, names)));
  return { fixed: filled(tags), moving: filled(movingTags) };
}

/** The values of the placeholders in tags, labels and build arguments. */
function namesOf({ version, source: { commit, branch, build, tag } }) {
  return { version, commit: commit.slice(0, 12), branch, build, tag };
}

function filledValues(patterns, names) {
  return Object.fromEntries(Object.entries(patterns).map(([name, pattern]) => [name, fill(pattern, names)]));
}

/** The variables that depend on the release. */
export function imageVariables(settings, release) {
  const { fixed, moving } = tagsOf(settings, release);
  const identity = {
    "org.opencontainers.image.revision": release.source.commit,
    "io.stagewright.source-build": sourceBuild(release),
    ...(settings.command ? {} : { "io.stagewright.base": settings.base }),
  };
  const names = namesOf(release);
  const labels = {
    ...filledValues(settings.labels, names),
    ...identity,
    "org.opencontainers.image.source": release.source.repository,
    "org.opencontainers.image.version": release.version,
  };
  const base = settings.baseArgument === "" ? {} : { [settings.baseArgument]: settings.base };
  return {
    SOURCE_BUILD: sourceBuild(release),
    TAGS: fixed.join(" "),
    MOVING_TAGS: moving.join(" "),
    ...named("LABELS", entries(labels)),
    ...named("IDENTITY", entries(identity)),
    ...named("BUILD_ARGS", entries({ ...filledValues(settings.buildArguments, names), ...base })),
    ...named("SECRETS", settings.secrets),
  };
}

/** The part of the record with the image. */
export function imageRecord(settings, release, digest, run) {
  const { base, engine, stage, variables } = settings;
  const baseDigest = base.includes("@") ? base.slice(base.indexOf("@") + 1) : "";
  const tags = tagsOf(settings, release).fixed;
  return { repository: variables.IMAGE, tags, digest, engine, base, baseDigest, stage, ...run };
}

export function sourceBuild({ source }) {
  return `${source.job}#${source.build}`;
}
