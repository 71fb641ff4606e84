import { Worker } from "node:worker_threads";

/** The processes during the sampling. */
export interface ProcSample {
  /** Every distinct argument list seen. */
  readonly commands: readonly (readonly string[])[];
  /** The number of samples. */
  readonly rounds: number;
  /** The argument lists that contain a text. */
  holding(text: string): readonly (readonly string[])[];
}

/** Repeatedly reads the argument lists of all processes. */
export interface ProcSampler {
  /** Takes a last sample and returns the results. */
  stop(): Promise<ProcSample>;
}

/** Starts to sample /proc in a separate thread, so that it continues while the test is busy. */
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
