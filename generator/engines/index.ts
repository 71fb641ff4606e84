import { buildah } from "./buildah.ts";
import { docker } from "./docker.ts";
import type { Engine } from "./engine.ts";

/** Every engine; a new one is a file and a line here. */
export const engines: readonly Engine[] = [docker, buildah];
