import { analyse, type CompileInput } from "../../../generator/compile.ts";
import type { Diagnostic } from "../../../generator/diagnostics/diagnostic.ts";
import type { Model } from "../../../generator/model/model.ts";
import * as good from "./good.ts";

/** Replacements in the text of the valid spec, or a complete text. */
export type Change = string | readonly (readonly [from: string, to: string])[];

/** An invalid spec: changes of the valid specs, and all expected findings. */
export interface BadSpec {
  readonly name: string;
  readonly platform?: Change;
  readonly service?: Change;
  /** Text of `services/other.yaml`, next to `services/shop.yaml`. */
  readonly other?: Change;
  /** Text of `apps/shop/Dockerfile`. */
  readonly dockerfile?: string;
  /** Texts of the folder of the site's own steps, by their paths below it; null for a link. */
  readonly own?: Readonly<Record<string, string | null>>;
  /** Globs that match no file. */
  readonly unmatched?: CompileInput["unmatched"];
  /** Files with another extension than a glob. */
  readonly nearMisses?: CompileInput["nearMisses"];
  readonly expected: readonly string[];
}

/** The specs with the changes of a case. Throws if a text to replace does not occur exactly once. */
export function inputOf({
  platform,
  service,
  other,
  dockerfile,
  own,
  unmatched,
  nearMisses,
}: Omit<BadSpec, "expected" | "name">): CompileInput {
  const services = [{ path: "services/shop.yaml", text: changed(good.service, service) }];
  if (other !== undefined) services.unshift({ path: "services/other.yaml", text: changed(good.service, other) });
  const dockerfiles = dockerfile === undefined ? [] : [{ path: "apps/shop/Dockerfile", text: dockerfile }];
  return {
    platform: { path: "stagewright.yaml", text: changed(good.platform, platform) },
    services,
    dockerfiles,
    ...(own === undefined ? {} : { own: ownOf(own) }),
    ...(unmatched && { unmatched }),
    ...(nearMisses && { nearMisses }),
  };
}

function ownOf(files: NonNullable<BadSpec["own"]>): NonNullable<CompileInput["own"]> {
  const source = ([name, text]: [string, string | null]) => ({
    name,
    path: `own/${name}`,
    text: text ?? "",
    executable: false,
    unfit: text === null ? "a symbolic link" : null,
  });
  return { folder: "own", files: Object.entries(files).map(source) };
}

function changed(text: string, change: Change = []): string {
  if (typeof change === "string") return change;
  return change.reduce((before, [from, to]) => {
    if (before.split(from).length !== 2)
      throw new Error(`${JSON.stringify(from)} occurs ${before.split(from).length - 1} times`);
    return before.replace(from, () => to);
  }, text);
}

/** Runs the phases up to the model, as all commands do. */
export function frontEnd(input: CompileInput): { model: Model | null; diagnostics: readonly Diagnostic[] } {
  return analyse({ ...input, today: "2026-11-25" });
}

/** A diagnostic in one line: place, length, code and message. */
export function line({ at, length, code, message, hint }: Diagnostic): string {
  return `${at.file}:${at.line}:${at.column}+${length} ${code} ${message}${hint === undefined ? "" : ` (${hint})`}`;
}
