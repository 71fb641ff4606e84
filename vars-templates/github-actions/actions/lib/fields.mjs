// The fields of a release record, each with its pattern. They are those of the class Fields of the Jenkins library.
import { fits, toLine } from "./text.mjs";

const name = "[A-Za-z0-9][A-Za-z0-9_.-]{0,99}";
const number = "[1-9][0-9]{0,8}";
const job = "(/[^/#\\p{Cc}]{1,255}){1,20}";
const url = '(https?://[^\\s\\p{Cc}"<>]{1,2000})?';
const tag = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const digest = "sha256:[0-9a-f]{64}";
const line = "[^\\p{Cc}\\u0085\\u2028\\u2029]{0,1000}";
const image = {
  repository: "[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9._-]{1,128}){1,10}",
  digest,
  engine: name,
  base: '[^\\s\\p{Cc}"]{0,500}',
  baseDigest: `(${digest})?`,
  job,
  build: number,
  url,
  stage: `(${name})?`,
};

/** The build that attached a provenance to an image, and what it said of the source. */
const provenance = { commit: "[0-9a-f]{40}", sourceBuild: `${job}#${number}`, build: `${job}#${number}` };

/** Why a commit does not reach a stage; empty if it does. */
export function objection(source, { branches, tags, pullRequests }) {
  if (source.pullRequest !== "") return pullRequests ? "" : "pull requests do not reach it";
  if (source.tag !== "") return fits(source.tag, tags) ? "" : `tag ${source.tag} does not reach it`;
  return fits(source.branch, branches) ? "" : `branch ${source.branch} does not reach it`;
}

/** The record with its known fields. Throws an error if a field does not match its pattern. */
export function checked(record) {
  if (record.schema !== 1) throw new Error(`its schema version is ${toLine(String(record.schema))}, not 1`);
  const known = texts(record, "", { service: name, version: tag });
  const source = texts(record.source, "source.", {
    ...{ branch: line, tag: line, pullRequest: "[A-Za-z0-9_-]{0,40}", job, build: number, url },
    ...{ stage: `(${name})?`, repository: "[^\\s\\p{Cc}]{0,2000}", commit: "[0-9a-f]{40}" },
  });
  const { author } = record.source;
  if (record.source.starter !== undefined) source.starter = texts(record.source, "source.", { starter: line }).starter;
  if (author !== undefined) source.author = texts(author, "source.author.", { name: line, mail: line });
  return {
    schema: 1,
    ...known,
    source,
    artifacts: list(record.artifacts).map((it) => artifact(it)),
    images: Object.fromEntries(Object.entries(record.images ?? {}).map(([key, it]) => [key, imageOf(key, it)])),
    producer: texts(record.producer, "producer.", { stage: name, job, build: number, url }),
  };
}

function artifact(given) {
  const found = texts(given, "artifacts.", { path: line, sha256: "[0-9a-f]{64}" });
  if (found.path === "" || found.path.startsWith("/") || `/${found.path}/`.includes("/../"))
    throw new Error(`artifacts.path is "${toLine(found.path)}", not a path in the application's folder`);
  return found;
}

function imageOf(key, given) {
  const place = `images.${toLine(key)}`;
  const found = texts(given, `${place}.`, image);
  const tags = list(given.tags).map((it) => texts({ item: it }, `${place}.tags.`, { item: tag }).item);
  if (tags.length === 0 || !/^[a-z0-9._/-]{1,250}$/.test(key))
    throw new Error(`${place} has no tag, or its name is not the name of an image`);
  if (given.provenance !== undefined) found.provenance = texts(given.provenance, `${place}.provenance.`, provenance);
  return { ...found, tags };
}

function list(given) {
  return Array.isArray(given) ? given : [];
}

function texts(given, place, patterns) {
  const found = {};
  for (const [key, pattern] of Object.entries(patterns)) {
    const value = given?.[key];
    const text = typeof value === "object" && value !== null ? "\n" : String(value ?? "");
    if (!new RegExp(`^(?:${pattern})$`, "u").test(text))
      throw new Error(`${place}${key} is "${toLine(text)}", which does not match ${pattern}`);
    if (value !== undefined) found[key] = text;
  }
  return found;
}
