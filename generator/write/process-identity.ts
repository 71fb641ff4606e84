import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { errorCode } from "./file-system.ts";

/** Tokens of locks that this process holds. */
const own = new Set<string>();

/** A text that names this process and that no other run has: `PID HOST PID-NAMESPACE START RANDOM`. */
export function newToken(): string {
  const token = [process.pid, host(), pidNamespace(), startOf(process.pid), randomBytes(8).toString("hex")].join(" ");
  own.add(token);
  return token;
}

/** Ends the use of a token: this process no longer counts as its living owner. */
export function forgetToken(token: string): void {
  own.delete(token);
}

/** Whether the process of a token runs; null if this machine cannot know it. */
export function isOwnerAlive(token: string): boolean | null {
  const [pid = "", name, namespace, start] = token.split(" ");
  if (!/^[1-9]\d*$/.test(pid) || name !== host()) return null;
  // Locks of older versions contain neither a namespace nor a start.
  if (start !== undefined && namespace !== pidNamespace()) return null;
  if (Number(pid) === process.pid) return own.has(token);
  return isRunning(Number(pid)) && (start === undefined || start === "-" || start === startOf(pid));
}

/** The process and the machine of a token, for messages. */
export function ownerName(token: string): string {
  const [pid, name] = token.split(" ");
  return /^[1-9]\d*$/.test(pid ?? "") && name !== undefined ? `process ${pid} on ${name}` : "an unknown process";
}

function host(): string {
  return hostname().replaceAll(/\s/g, "-") || "-";
}

/** Containers can share a folder and a host name, but not their process ids. */
function pidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid").replace(/\D/g, "") || "-";
  } catch {
    return "-";
  }
}

/** The time at which a process started, so that a reused process id is not mistaken for it; `-` if unknown. */
function startOf(pid: number | string): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name of the program can contain spaces and parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "-";
  } catch {
    return "-";
  }
}

/** Whether a process with this id runs on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
