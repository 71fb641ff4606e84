import { type Copy, DockerfileParser } from "dockerfile-ast";

/** The paths in the context that a Dockerfile copies, with their patterns as they are written; none with a build argument in it. */
export function copiedPaths(text: string): string[] {
  const copies = DockerfileParser.parse(text)
    .getInstructions()
    .filter((it) => /^(COPY|ADD)$/.test(it.getKeyword()));
  const paths = copies.flatMap((instruction) => {
    const copy = instruction as Copy;
    const words = copy.getArguments().map((it) => it.getValue());
    // The lines of a here-document are no paths.
    const isText = words.some((word) => word.startsWith("<<"));
    if (isText || copy.getFlags().some((flag) => flag.getName() === "from")) return [];
    return words.join(" ").startsWith("[") ? listed(words.join(" ")) : words.slice(0, -1);
  });
  const own = paths.filter((path) => !/[$<]|:\/\/|(^|\/)\.\.(\/|$)/.test(path));
  return [...new Set(own.map((path) => path.replace(/^(\.?\/)+/, "")))];
}

/** The sources of `COPY ["one", "two", "to/"]`. */
function listed(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "").slice(0, -1);
}
