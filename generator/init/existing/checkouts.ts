import { type Argument, argumentsOf, type Call, closing } from "../../api/consumers/calls.ts";
import { isSameRepository, isSsh } from "../../model/git-address.ts";
import { type Existing, type Leftover, looksSecret } from "./facts.ts";
import type { Script } from "./script.ts";

/** The steps that check out a repository. */
const STEPS = ["git", "checkout"];

/** The ids that a spec can contain, and those that Jenkins creates. */
const ID = /^[\w.-]{1,100}$/;
const CREATED = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The credentials with which the old pipeline checks out: that of the repository `git` becomes the one in the specs. Others are
 * only named, because one of another repository or kind would fail each checkout.
 */
export function readCheckouts(script: Script, git: string): Existing {
  const steps = script.calls
    .filter(({ name, receiver }) => STEPS.includes(name.text) && (receiver === null || receiver === "steps"))
    .filter((call) => !call.arguments.some(({ value }) => value[0]?.text === "scmGit"));
  const found = [...steps, ...scmGits(script)].map((it) => readCheckout(script, it, git));
  return { facts: found.flatMap(({ facts }) => facts), leftovers: found.flatMap(({ leftovers }) => leftovers) };
}

/** `checkout scmGit(…)` has the form of a declaration, `TYPE name(…)`, so it is no call for the reader of calls. */
function scmGits({ tokens }: Script): Checkout[] {
  return tokens.flatMap((name, index) =>
    name.kind === "name" && name.text === "scmGit" && tokens[index + 1]?.text === "("
      ? [{ name, arguments: argumentsOf(tokens.slice(index + 2, closing(tokens, index + 1))) }]
      : [],
  );
}

type Checkout = Pick<Call, "name" | "arguments">;

function readCheckout(script: Script, call: Checkout, git: string): Existing {
  const ids = valuesOf(script, call.arguments, "credentialsId");
  if (ids.length === 0) return { facts: [], leftovers: [] };
  const where = script.where(call.name);
  const leftover = (instead: string): Leftover => ({
    construct: `the credential of ${call.name.text}`,
    where,
    instead,
  });
  const urls = valuesOf(script, call.arguments, "url");
  const [[id = null] = [], [url = null] = []] = [ids, urls];
  if (ids.length > 1 || urls.length > 1) return { facts: [], leftovers: [leftover(SEVERAL)] };
  if (id === null || !ID.test(id) || (!CREATED.test(id) && looksSecret("", id)))
    return { facts: [], leftovers: [leftover(UNKNOWN)] };
  if (url === null) return { facts: [], leftovers: [leftover(`if ${id} is the one of this repository, ${SET}`)] };
  if (!isSameRepository(url, git))
    return { facts: [], leftovers: [leftover(`${id} is for another repository than that of the specs`)] };
  if (isSsh(url) !== isSsh(git))
    return { facts: [], leftovers: [leftover(`${id} is for ${isSsh(url) ? "SSH" : "HTTPS"}; ${KIND}`)] };
  return { facts: [{ key: "credentials", value: id, where }], leftovers: [] };
}

const SET =
  "set it as `credentials` of `pipelines` and of the service, and `locks: { replace: [credentials] }` in the platform spec";
const UNKNOWN = `its ID is not a constant that a spec can contain: ${SET}`;
const SEVERAL = `init reads the checkout of one repository; if this one is private, name its credential: ${SET}`;
const KIND = `\`git\` of the specs has the other form of address: change it to use this credential, and ${SET}`;

/** The values of an argument, also within lists, maps and calls; null for a value that is not constant. */
function valuesOf(script: Script, all: readonly Argument[], name: string): (string | null)[] {
  return all.flatMap(({ name: own, value }) => {
    if (own?.text === name) {
      const literal = script.literal(value);
      return [literal?.constant ? literal.text : null];
    }
    const open = value.findIndex(({ kind, text }) => kind === "sign" && (text === "[" || text === "("));
    if (open === -1) return [];
    return valuesOf(script, argumentsOf(value.slice(open + 1, closing(value, open))), name);
  });
}
