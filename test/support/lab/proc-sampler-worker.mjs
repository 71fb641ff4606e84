// Reads /proc/*/cmdline repeatedly until a stop message. Plain JavaScript, because a worker thread is not compiled.
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";

/** Time between rounds; shorter processes may be missed. */
const pause = 3;
const seen = new Set();
/** The open cmdline of each process, by its number: opening it takes most of a round's time. It shows a later exec, too. */
const files = new Map();
/** Longer than any argument list. */
const buffer = Buffer.alloc(4 << 20);
let rounds = 0;
let stopped = false;

function look() {
  const processes = readdirSync("/proc").filter((name) => name >= "1" && name <= "9~");
  // A number that a new process has got is opened again.
  for (const name of processes) if (!read(name)) read(name);
  if (files.size > processes.length) for (const name of files.keys()) if (!processes.includes(name)) close(name);
  rounds += 1;
}

/** Returns false if the process has ended. */
function read(name) {
  try {
    if (!files.has(name)) files.set(name, openSync(`/proc/${name}/cmdline`));
    const length = readSync(files.get(name), buffer, 0, buffer.length, 0);
    if (length > 0) seen.add(buffer.toString("utf8", 0, length).replace(/\0$/, ""));
    return true;
  } catch {
    close(name);
    return false;
  }
}

function close(name) {
  if (files.has(name)) closeSync(files.get(name));
  files.delete(name);
}

function loop() {
  look();
  if (stopped) parentPort.postMessage({ seen: [...seen], rounds });
  else setTimeout(loop, pause);
}

parentPort.on("message", () => {
  stopped = true;
});
look();
parentPort.postMessage("ready");
loop();
