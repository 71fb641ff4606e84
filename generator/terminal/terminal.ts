import { fstatSync, writeSync } from "node:fs";
import { errorCode } from "../write/file-system.ts";

/**
 * Prints at once, without Node's streams: making one takes as long as reading a spec. Where the other end has no room,
 * the stream takes over.
 */
export function printer(descriptor: number, stream: () => NodeJS.WritableStream): (text: string) => void {
  let slow: NodeJS.WritableStream | null = null;
  return (text) => {
    let rest = Buffer.from(text);
    while (rest.length > 0 && slow === null) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        // Whoever reads only the head of what is printed has closed the pipe; that is no failure.
        if (errorCode(error) === "EPIPE") process.exit();
        if (errorCode(error) !== "EAGAIN") throw error;
        slow = stream();
        slow.on("error", (later: NodeJS.ErrnoException) => {
          if (later.code !== "EPIPE") throw later;
          process.exit();
        });
      }
    }
    if (rest.length > 0) slow?.write(rest);
  };
}

/** Whether a person reads standard error; only a device is worth the making of its stream. */
export function isTerminal(): boolean {
  return fstatSync(2).isCharacterDevice() && process.stderr.isTTY === true;
}
