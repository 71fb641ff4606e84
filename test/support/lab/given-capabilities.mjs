// given-capabilities.mjs PATH: removes the capabilities that this machine lacks from a container's bundle or process file.
// A machine that is itself a container lacks some. Privileged containers then start with the remaining capabilities.
import { readFileSync, statSync, writeFileSync } from "node:fs";

// Capabilities by their numbers in the kernel.
const names =
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE".split(
    " ",
  );
const bits = BigInt(`0x${/^CapBnd:\s*(\S+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]}`);
const given = new Set(names.filter((_, number) => (bits >> BigInt(number)) & 1n).map((name) => `CAP_${name}`));

const path = statSync(process.argv[2]).isDirectory() ? `${process.argv[2]}/config.json` : process.argv[2];
const config = JSON.parse(readFileSync(path, "utf8"));
const sets = (config.process ?? config).capabilities ?? {};
for (const [set, capabilities] of Object.entries(sets)) sets[set] = capabilities.filter((name) => given.has(name));
writeFileSync(path, JSON.stringify(config));
