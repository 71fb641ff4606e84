import { type Leaf, leafKeys } from "../schema-keys.ts";
import { impossible } from "./hell.ts";

/** A key that takes texts of its users' own. */
export interface FreeKey {
  readonly path: string;
  /** Whether its schema admits a piece within a value. */
  takes(piece: string): boolean;
  /** A value with the text in it. */
  value(text: string): string;
}

/** What makes a key's text free: it admits more than names, versions and addresses are made of. */
const telling = ["'", '"', "$", "`", "\\", "\n", "#", "{{x}}", "<b>", "\u202e", ...impossible];

/** Every key of the schemas whose text is free, found by asking them: a new one is among them by itself. */
export function freeKeys(): readonly FreeKey[] {
  return leafKeys().flatMap((leaf) => {
    const frame =
      leaf.values === null ? framesOf(leaf).find((it) => telling.some((piece) => leaf.admits(it(piece)))) : undefined;
    if (frame === undefined) return [];
    return [{ path: leaf.path, takes: (piece: string) => leaf.admits(frame(piece)), value: frame }];
  });
}

/** What may stand around a text: nothing, or parts of the key's example. */
function framesOf({ examples, admits }: Leaf): ((text: string) => string)[] {
  const example = examples.find((it) => typeof it === "string") ?? "";
  const within = [...example].map((_, at) => around(example.slice(0, at), example.slice(at)));
  const frames = [around("", ""), around("q", "z"), around("/q", "z"), around(`${example} q`, "z"), ...within];
  return frames.filter((frame) => admits(frame("qz1")));
}

function around(before: string, after: string): (text: string) => string {
  return (text) => `${before}${text}${after}`;
}
