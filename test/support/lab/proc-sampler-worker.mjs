// Reads /proc/*/cmdline repeatedly until a stop message. Plain JavaScript, because a worker thread is not compiled.
import { readdirSync, readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";

/** Time between rounds; shorter processes may be missed. */
const pause = 3;
const seen = new Set();
let rounds = 0;
let stopped = false;

function look() {
  for (const name of readdirSync("/proc")) {
    if (name < "1" || name > "9~") continue;
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, "utf8");
      if (line !== "") seen.add(line.replace(/\0$/, ""));
    } catch {
      // It has ended in between.
    }
  }
  rounds += 1;
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
