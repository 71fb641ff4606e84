import { type Leaf, leafKeys } from "../schema-keys.ts";
import { impossible } from "./hell.ts";

/** A key with a free text as its value. */
export interface FreeKey {
  readonly path: string;
  /** Whether its schema allows a piece in a value. */
  takes(piece: string): boolean;
  /** A value with the text in it. */
  value(text: string): string;
}

/** A key's text is free if it allows more characters than names, versions, addresses and PEM lines contain. */
const telling = ["'", '"', "$", "`", "\\", "#", "{{x}}", "<b>", "\u202e", ...impossible];

/** All free-text keys of the schemas, computed from them, so that new keys are included automatically. */
export function freeKeys(): readonly FreeKey[] {
  return leafKeys().flatMap((leaf) => {
    const frame =
      leaf.values === null ? framesOf(leaf).find((it) => telling.some((piece) => leaf.admits(it(piece)))) : undefined;
    if (frame === undefined) return [];
    return [{ path: leaf.path, takes: (piece: string) => leaf.admits(frame(piece)), value: frame }];
  });
}

/** The text around a piece: nothing, or parts of the key's example. */
function framesOf({ examples, admits }: Leaf): ((text: string) => string)[] {
  const example = examples.find((it) => typeof it === "string") ?? "";
  const within = [...example].map((_, at) => around(example.slice(0, at), example.slice(at)));
  const frames = [around("", ""), around("q", "z"), around("/q", "z"), around(`${example} q`, "z"), ...within];
  return frames.filter((frame) => admits(frame("qz1")));
}

function around(before: string, after: string): (text: string) => string {
  return (text) => `${before}${text}${after}`;
}
