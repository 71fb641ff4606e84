import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Console } from "../../../generator/terminal/console.ts";

/** A folder with a platform spec and two services; removed after the test. */
export function specFolder(more: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-commands-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = {
    "stagewright.yaml": "services: services/*.yaml\n",
    "services/shop.yaml": "service: shop\n",
    "services/web.yaml": "service: web\n",
    ...more,
  };
  for (const [path, text] of Object.entries(files)) put(folder, path, text);
  return folder;
}

export function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A console that records its output. */
export function recorder(folder: string): Console & { printed: () => string; warned: () => string } {
  const printed: string[] = [];
  const warned: string[] = [];
  return {
    folder,
    print: (text) => void printed.push(Buffer.from(text).toString("utf8")),
    warn: (text) => void warned.push(text),
    color: false,
    width: 100,
    today: "2026-11-25",
    memory: null,
    progress: () => {},
    version: "1.0.0",
    printed: () => printed.join(""),
    warned: () => warned.join(""),
  };
}
