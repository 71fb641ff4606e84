import { setTimeout as pause } from "node:timers/promises";
import type { Controller, RunEvent } from "../rehearse/index.ts";
import type { Timeline } from "./timeline.ts";

/** Shows events while they happen. */
export type Watch = (event: RunEvent, timeline: Timeline) => void;

/** Watches a rehearsal until its end. */
export interface Watching {
  readonly watch: Watch;
  /** When the first step began; null before it. */
  readonly firstStep: () => number | null;
  /** Prints what was not yet printed. */
  readonly end: (timeline: Timeline) => void;
}

/** Pause between two requests for new events. */
const POLL_MS = 100;

/** Reads new events until `end` is called. */
export function follow(
  controller: Controller,
  timeline: Timeline,
  watch: Watch,
): { readonly end: () => Promise<void> } {
  let position = 0;
  let ended = false;
  const read = async () => {
    const events = await controller.events(position);
    position += events.length;
    for (const event of events) {
      timeline.add(event);
      watch(event, timeline);
    }
  };
  const loop = async () => {
    while (!ended) {
      await read();
      await pause(POLL_MS);
    }
  };
  const looping = loop();
  let finished: Promise<void> | null = null;
  const end = () => {
    ended = true;
    finished ??= looping.then(read);
    return finished;
  };
  return { end };
}
