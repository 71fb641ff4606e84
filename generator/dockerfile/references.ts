import {
  type Copy,
  type Dockerfile,
  DockerfileParser,
  type From,
  type Instruction,
  type ModifiableInstruction,
  type Onbuild,
} from "dockerfile-ast";

/** Something that a build of a Dockerfile fetches. */
export interface Reference {
  readonly kind: "image" | "syntax" | "url";
  /** The text in the file: an image, which can contain build arguments, or a URL. */
  readonly written: string;
  /** Line and column of `written`, from 1. */
  readonly line: number;
  readonly column: number;
  /** The defaults of the Dockerfile's build arguments. */
  readonly defaults: ReadonlyMap<string, string>;
}

/**
 * The text of a reference with the values of build arguments, or else their defaults. An argument without any value stays
 * as it is written.
 */
export function resolved({ written, defaults }: Reference, values: Readonly<Record<string, string>>): string {
  return written.replaceAll(
    /\$(?:\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|([A-Za-z_]\w*))/g,
    (all, braced: string | undefined, fallback: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare ?? "";
      return (Object.hasOwn(values, name) ? values[name] : defaults.get(name)) || fallback || all;
    },
  );
}

/** Lists what a build of the Dockerfile fetches, in the order of the lines. Never throws: unknown instructions fetch nothing. */
export function referencesOf(text: string): Reference[] {
  const dockerfile = DockerfileParser.parse(text);
  const lines = text.split(/\r?\n/);
  const found = [...syntaxOf(dockerfile), ...imagesOf(dockerfile), ...urlsOf(dockerfile, lines)];
  return found.sort((one, other) => one.line - other.line || one.column - other.column);
}

/** The image that the last stage starts from, through earlier stages; null for `scratch`, a build argument or no stage. */
export function baseOf(text: string): { readonly image: string | null; readonly argument: string | null } {
  const stages = DockerfileParser.parse(text).getFROMs();
  let from = stages.at(-1);
  for (let earlier = from; earlier !== undefined; ) {
    from = earlier;
    const before = stages.slice(0, stages.indexOf(earlier));
    const name = from.getImage()?.toLowerCase();
    earlier = before.findLast((it) => it.getBuildStage()?.toLowerCase() === name);
  }
  const image = from?.getImage() ?? null;
  const argument = /^\$\{?([A-Za-z_]\w*)/.exec(image ?? "")?.[1] ?? null;
  return { image: image === null || image === "scratch" || image.includes("$") ? null : image, argument };
}

function syntaxOf(dockerfile: Dockerfile): Reference[] {
  return dockerfile.getDirectives().flatMap((directive) => {
    const range = directive.getValueRange();
    const text = directive.getValue();
    if (directive.getName().toLowerCase() !== "syntax" || range === null || !text) return [];
    return [at("syntax", text, range.start)];
  });
}

function imagesOf(dockerfile: Dockerfile): Reference[] {
  const defaults = new Map(
    dockerfile.getInitialARGs().map((arg) => [arg.getProperty()?.getName() ?? "", arg.getProperty()?.getValue() ?? ""]),
  );
  const stages = new Set(["scratch"]);
  return dockerfile.getInstructions().flatMap((instruction) => {
    const images = instruction.getKeyword() === "FROM" ? fromImage(instruction as From) : flagImages(instruction);
    // A stage can use the stages before it, and not itself. A number is the index of a stage.
    const found = images.filter(({ written }) => !stages.has(written.toLowerCase()) && !/^\d+$/.test(written));
    const name = instruction.getKeyword() === "FROM" ? (instruction as From).getBuildStage() : null;
    if (name !== null) stages.add(name.toLowerCase());
    return found.map((it) => ({ ...it, defaults }));
  });
}

function fromImage(from: From): Reference[] {
  const [written, range] = [from.getImage(), from.getImageRange()];
  return written === null || range === null ? [] : [at("image", written, range.start)];
}

/** Images of `COPY --from=IMAGE` and `RUN --mount=…,from=IMAGE`, also after `ONBUILD`. */
function flagImages(instruction: Instruction): Reference[] {
  const keyword = instruction.getKeyword();
  if (keyword === "ONBUILD") {
    const trigger = (instruction as Onbuild).getTriggerInstruction();
    return trigger === null ? [] : flagImages(trigger);
  }
  if (!/^(COPY|ADD|RUN)$/.test(keyword)) return [];
  return (instruction as ModifiableInstruction).getFlags().flatMap((flag) => {
    const isMount = flag.getName() === "mount";
    const sources = isMount ? flag.getOptions().filter((it) => it.getName() === "from") : [flag];
    if (!isMount && flag.getName() !== "from") return [];
    return sources.flatMap((source) => {
      const [value, range] = [source.getValue(), source.getValueRange()];
      if (value === null || range === null) return [];
      const written = value.replace(/^(["'])(.*)\1$/, "$2");
      const character = range.start.character + (written === value ? 0 : 1);
      return [at("image", written, { line: range.start.line, character })];
    });
  });
}

/** URLs in what runs during the build. The text of a label, or of a file in a here-document, fetches nothing. */
function urlsOf(dockerfile: Dockerfile, lines: readonly string[]): Reference[] {
  return dockerfile.getInstructions().flatMap((instruction) => {
    if (!/^(ADD|RUN|ARG|ENV|ONBUILD|SHELL)$/.test(instruction.getKeyword())) return [];
    const { start, end } = instruction.getRange();
    const bodies = new Set(instruction.getKeyword() === "ADD" ? bodyLines(instruction) : []);
    return lines.slice(start.line, end.line + 1).flatMap((text, index) => {
      if (/^\s*#/.test(text) || bodies.has(start.line + index)) return [];
      return [...text.matchAll(/\b(?:https?|git|ssh|ftp):\/\/[^\s"'`<>|;)]+/g)].map((match) => {
        const position = { line: start.line + index, character: match.index };
        return at("url", match[0], position);
      });
    });
  });
}

/** The lines of an instruction's here-documents, from 0. */
function bodyLines(instruction: Instruction): number[] {
  const documents = (instruction as unknown as Partial<Pick<Copy, "getHeredocs">>).getHeredocs?.() ?? [];
  return documents.flatMap((it) => {
    const range = it.getContentRange();
    if (range === null) return [];
    return Array.from({ length: range.end.line - range.start.line + 1 }, (_, index) => range.start.line + index);
  });
}

function at(
  kind: Reference["kind"],
  written: string,
  { line, character }: { readonly line: number; readonly character: number },
): Reference {
  return { kind, written, line: line + 1, column: character + 1, defaults: new Map() };
}
