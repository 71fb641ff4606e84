import { type Copy, type Dockerfile, DockerfileParser, type From, type Instruction } from "dockerfile-ast";

/** Something that a build of a Dockerfile fetches. */
export interface Reference {
  readonly kind: "image" | "syntax" | "url";
  /** An image after the defaults of its build arguments are inserted, or a URL. */
  readonly text: string;
  /** The text in the file; it differs from `text` if the image contains build arguments. */
  readonly written: string;
  /** Line and column of `written`, from 1. */
  readonly line: number;
  readonly column: number;
  /** The build arguments that the image contains: a stage that sets one of them replaces the default. */
  readonly buildArguments: readonly string[];
}

/** Lists what a build of the Dockerfile fetches, in the order of the lines. Never throws: unknown instructions fetch nothing. */
export function referencesOf(text: string): Reference[] {
  const dockerfile = DockerfileParser.parse(text);
  const lines = text.split(/\r?\n/);
  const found = [...syntaxOf(dockerfile), ...imagesOf(dockerfile, lines), ...urlsOf(dockerfile, lines)];
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
    return [at({ kind: "syntax", text, written: text, buildArguments: [] }, range.start)];
  });
}

function imagesOf(dockerfile: Dockerfile, lines: readonly string[]): Reference[] {
  const defaults = new Map(
    dockerfile.getInitialARGs().map((arg) => [arg.getProperty()?.getName() ?? "", arg.getProperty()?.getValue() ?? ""]),
  );
  const stages = new Set(["scratch"]);
  return dockerfile.getInstructions().flatMap((instruction) => {
    const images =
      instruction.getKeyword() === "FROM" ? fromImage(instruction as From) : flagImages(instruction, lines);
    // A stage can use the stages before it, and not itself.
    const found = images.filter(({ written }) => !stages.has(written.toLowerCase()) && !/^\d+$/.test(written));
    const name = instruction.getKeyword() === "FROM" ? (instruction as From).getBuildStage() : null;
    if (name !== null) stages.add(name.toLowerCase());
    return found.map((it) => withDefaults(it, defaults)).filter(({ text }) => !text.startsWith("$"));
  });
}

function fromImage(from: From): Reference[] {
  const [written, range] = [from.getImage(), from.getImageRange()];
  if (written === null || range === null) return [];
  return [at({ kind: "image", text: written, written, buildArguments: [] }, range.start)];
}

/** Images of `COPY --from=IMAGE` and `RUN --mount=…,from=IMAGE`, also after `ONBUILD`. */
function flagImages(instruction: Instruction, lines: readonly string[]): Reference[] {
  const images: Reference[] = [];
  if (!/^(COPY|ADD|RUN|ONBUILD)$/.test(instruction.getKeyword())) return [];
  const { start, end } = instruction.getRange();
  const bodies = new Set(bodyLines(instruction));
  for (let line = start.line; line <= end.line; line += 1) {
    if (bodies.has(line)) continue;
    for (const match of (lines[line] ?? "").matchAll(/(?<=--from=|--mount=\S*\bfrom=)(["']?)([^\s"',]+)\1/g)) {
      const written = match[2] ?? "";
      const character = match.index + (match[1] ?? "").length;
      images.push(at({ kind: "image", text: written, written, buildArguments: [] }, { line, character }));
    }
  }
  return images;
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
        return at({ kind: "url", text: match[0], written: match[0], buildArguments: [] }, position);
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

function withDefaults(reference: Reference, defaults: ReadonlyMap<string, string>): Reference {
  const names = new Set<string>();
  const text = reference.text.replaceAll(
    /\$(?:\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|([A-Za-z_]\w*))/g,
    (all, braced: string | undefined, fallback: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare ?? "";
      names.add(name);
      return defaults.get(name) || fallback || all;
    },
  );
  return { ...reference, text, buildArguments: [...names] };
}

function at(
  reference: Omit<Reference, "line" | "column">,
  { line, character }: { readonly line: number; readonly character: number },
): Reference {
  return { ...reference, line: line + 1, column: character + 1 };
}
