import { fstatSync, writeSync } from "node:fs";
import { errorCode } from "../write/file-system.ts";

/** Writes text to standard output or standard error. */
export interface Printer {
  readonly print: (text: string | Uint8Array) => void;
  /** Whether text can be waiting for a slow reader: the process must not end before it was read. */
  readonly isWaiting: () => boolean;
}

/**
 * Writes synchronously, without Node's streams: creating a stream takes as long as reading a spec. If the reader is slow,
 * the rest is written through the stream. A reader that closed the pipe, as `head` does, is not a failure: the command
 * continues without output, so that its exit code still reports what it found.
 */
export function printer(descriptor: number, stream: () => NodeJS.WritableStream): Printer {
  let slow: NodeJS.WritableStream | null = null;
  let closed = false;
  const print = (text: string | Uint8Array) => {
    let rest = Buffer.from(text);
    while (rest.length > 0 && slow === null && !closed) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        if (errorCode(error) === "EPIPE") closed = true;
        else if (errorCode(error) === "EAGAIN") {
          slow = stream();
          slow.on("error", (later: NodeJS.ErrnoException) => {
            if (later.code !== "EPIPE") throw later;
            closed = true;
          });
        } else throw error;
      }
    }
    if (rest.length > 0 && !closed) slow?.write(rest);
  };
  return { print, isWaiting: () => slow !== null };
}

/** Whether standard error is a terminal. Creates the stream only for a character device. */
export function isTerminal(): boolean {
  return fstatSync(2).isCharacterDevice() && process.stderr.isTTY === true;
}
