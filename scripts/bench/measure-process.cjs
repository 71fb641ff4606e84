// Writes the CPU time and the peak memory of a process to the file that the bench names.
const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 };
  writeFileSync(process.env.STAGEWRIGHT_BENCH_REPORT, JSON.stringify(usage));
});
