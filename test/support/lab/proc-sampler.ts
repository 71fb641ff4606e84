import { Worker } from "node:worker_threads";

/** What ran while the sampler looked. */
export interface ProcSample {
  /** Every distinct argument list seen. */
  readonly commands: readonly (readonly string[])[];
  /** How often all processes were looked at. */
  readonly rounds: number;
  /** The argument lists in which a text stands. */
  holding(text: string): readonly (readonly string[])[];
}

/** Looks at all processes' argument lists, over and over. */
export interface ProcSampler {
  /** Looks a last time and tells what was seen. */
  stop(): Promise<ProcSample>;
}

/** Starts to sample /proc in a thread of its own, so that it goes on while the test is busy. */
export async function startProcSampler(): Promise<ProcSampler> {
  const worker = new Worker(new URL("proc-sampler-worker.mjs", import.meta.url));
  const failed = new Promise<never>((_, reject) => worker.once("error", reject));
  failed.catch(() => {});
  const message = () => Promise.race([failed, new Promise<unknown>((resolve) => worker.once("message", resolve))]);
  await message();
  return {
    stop: async () => {
      worker.postMessage("stop");
      const { seen, rounds } = (await message()) as { seen: string[]; rounds: number };
      await worker.terminate();
      const commands = seen.map((line) => line.split("\0"));
      return {
        commands,
        rounds,
        holding: (text) => commands.filter((words) => words.some((word) => word.includes(text))),
      };
    },
  };
}
