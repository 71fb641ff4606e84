import { fstatSync, writeSync } from "node:fs";
import { errorCode } from "../write/file-system.ts";

/**
 * Writes synchronously, without Node's streams: creating a stream takes as long as reading a spec. If the reader is slow,
 * the rest is written through the stream.
 */
export function printer(descriptor: number, stream: () => NodeJS.WritableStream): (text: string) => void {
  let slow: NodeJS.WritableStream | null = null;
  return (text) => {
    let rest = Buffer.from(text);
    while (rest.length > 0 && slow === null) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        // The reader closed the pipe, as `head` does. That is not a failure.
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

/** Whether standard error is a terminal. Creates the stream only for a character device. */
export function isTerminal(): boolean {
  return fstatSync(2).isCharacterDevice() && process.stderr.isTTY === true;
}
