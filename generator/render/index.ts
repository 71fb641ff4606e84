import Handlebars from "handlebars/runtime";
import { Bug } from "../diagnostics/bug.ts";
import { templates, texts } from "../generated/templates.js";
import type { PlannedFile } from "../targets/target.ts";
import type { GeneratedFile } from "./file.ts";
import { helpers } from "./helpers/index.ts";
import { packFiles } from "./packed-files.ts";
import { strictTemplate } from "./strict-template.ts";

const handlebars = Handlebars.create();
const used = new Map<string, Handlebars.TemplateDelegate>();
let prepared = false;

/** Renders the planned files. */
export function render(planned: Iterable<PlannedFile>): GeneratedFile[] {
  return Array.from(rendered(planned), flat);
}

/** Renders the planned files, and packs their texts. */
export function renderPacked(planned: Iterable<PlannedFile>): GeneratedFile[] {
  return packFiles(rendered(planned));
}

function* rendered(planned: Iterable<PlannedFile>): Generator<GeneratedFile> {
  prepare();
  for (const file of planned) yield renderFile(file);
}

/** The text in one piece. V8 keeps the pieces of a text that templates put together, until something reads a character of it. */
function flat(file: GeneratedFile): GeneratedFile {
  file.content.charCodeAt(0);
  return file;
}

function prepare(): void {
  if (prepared) return;
  prepared = true;
  handlebars.registerHelper(helpers as unknown as Handlebars.HelperDeclareSpec);
  for (const name of Object.keys(templates).filter((it) => /(^|\/)_[^/]*$/.test(it))) {
    // Files whose names begin with an underscore are partials: {{> jenkins/library/_header}}.
    const partial = { enumerable: true, get: () => templateOf(name) };
    Object.defineProperty(handlebars.partials, name.replace(/\.hbs$/, ""), partial);
  }
}

/** The template of this name, prepared when it is first used; undefined if there is none. */
function templateOf(name: string): Handlebars.TemplateDelegate | undefined {
  const known = used.get(name);
  const specification = known === undefined ? templates[name] : undefined;
  if (specification === undefined) return known;
  const template = handlebars.template(strictTemplate(specification, name));
  used.set(name, template);
  return template;
}

function renderFile(planned: PlannedFile): GeneratedFile {
  const { path, shard, executable = false } = planned;
  return { path, content: contentOf(planned), executable, shard };
}

function contentOf(planned: PlannedFile): string {
  if ("text" in planned) return planned.text;
  const { path, template, view } = planned;
  if (view === null) {
    const text = texts[template];
    if (text === undefined) throw new Bug(`${path}: there is no verbatim file ${template}`);
    return text;
  }
  const renderTemplate = templateOf(template);
  if (renderTemplate === undefined) throw new Bug(`${path}: there is no template ${template}`);
  return renderTemplate(view);
}
