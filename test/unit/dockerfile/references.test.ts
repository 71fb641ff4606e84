import { describe, expect, it } from "vitest";
import { baseOf, referencesOf, resolved } from "../../../generator/dockerfile/index.ts";

const read = (...lines: string[]) =>
  referencesOf(lines.join("\n")).map(
    (it) => `${it.line}:${it.column} ${it.kind} ${resolved(it, { SET: "ghcr.io/set:1" })}`,
  );

describe("what a build of a Dockerfile fetches", () => {
  it.each<[string, string[], string[]]>([
    [
      "an image on the next line, after a flag and a comment",
      ["FROM --platform=linux/amd64 \\", "  # a comment", "  docker.io/x/y:1 AS build"],
      ["3:3 image docker.io/x/y:1"],
    ],
    [
      "no line of a here-document",
      ["FROM scratch", "RUN <<EOF", "SELECT *", "FROM customers", "EOF", "COPY <<EOT /etc/x", "FROM a", "EOT"],
      [],
    ],
    [
      "the image of a mount and of COPY --from, also quoted and after ONBUILD",
      [
        "FROM a.example.org/b:1 AS build",
        "RUN --mount=type=bind,from=docker.io/tool:1,target=/x \\",
        "    --mount=type=cache,target=/c make",
        "COPY --from=build --chown=1 /a /b",
        "COPY --from=0 /a /b",
        'COPY --chown=1 --from="docker.io/q/w" /a /b',
        "ONBUILD COPY --from=docker.io/on/build /a /b",
      ],
      [
        "1:6 image a.example.org/b:1",
        "2:28 image docker.io/tool:1",
        "6:24 image docker.io/q/w",
        "7:21 image docker.io/on/build",
      ],
    ],
    [
      "the value of a build argument, or its default; an argument without one as it is written",
      [
        "ARG BASE=docker.io/node:22",
        "ARG NONE",
        "FROM $BASE",
        "FROM $" + "{NONE}",
        "FROM $" + "{OTHER:-ghcr.io/a/b:1}",
        "FROM $SET",
      ],
      ["3:6 image docker.io/node:22", "4:6 image $" + "{NONE}", "5:6 image ghcr.io/a/b:1", "6:6 image ghcr.io/set:1"],
    ],
    [
      "no flag of a command, and none in a comment",
      ["FROM scratch", "RUN tool \\", "    # --mount=type=bind,from=docker.io/x", "    --from=docker.io/y"],
      [],
    ],
    [
      "URLs of commands, but not of labels, comments and files",
      [
        "FROM scratch",
        "LABEL source=https://label.example.org/x",
        "ADD https://add.example.org/x.tgz /x",
        "RUN true && \\",
        "    # https://comment.example.org",
        "    curl https://run.example.org/x; true",
        "COPY <<EOT /etc/x",
        "https://file.example.org",
        "EOT",
        "RUN <<EOF",
        "curl https://script.example.org",
        "EOF",
      ],
      [
        "3:5 url https://add.example.org/x.tgz",
        "6:10 url https://run.example.org/x",
        "11:6 url https://script.example.org",
      ],
    ],
    [
      "the syntax line",
      ["# syntax=docker.io/docker/dockerfile:1", "FROM scratch"],
      ["1:10 syntax docker.io/docker/dockerfile:1"],
    ],
    ["nothing of an empty file", [""], []],
  ])("%s", (_, lines, expected) => {
    expect(read(...lines)).toEqual(expected);
  });
});

describe("the base of the last stage", () => {
  it.each<[string, string | null, string | null]>([
    ["FROM golang:1.22 AS build\nFROM scratch\n", null, null],
    ["FROM node:22 AS Deps\nFROM deps AS build\nFROM build\n", "node:22", null],
    ["FROM node:22 AS node:22\nFROM node:22\n", "node:22", null],
    ["ARG BASE=x\nFROM $BASE\n", null, "BASE"],
    ["# nothing\n", null, null],
  ])("%j", (text, image, argument) => {
    expect(baseOf(text)).toEqual({ image, argument });
  });
});
