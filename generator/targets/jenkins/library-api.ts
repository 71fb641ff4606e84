import type { Api, ApiParameter, ApiStep } from "../../model/api.ts";
import type { Model } from "../../model/model.ts";
import type { OwnStep } from "../../model/own.ts";
import { steps } from "./steps/index.ts";
import type { Step, StepParameter } from "./steps/step.ts";

/** The API of the generated library. */
export function libraryApi(model: Model): Api {
  const { name, package: packageName, version, ownPart } = model.library;
  return {
    library: name,
    package: packageName,
    version,
    steps: [
      ...steps.map((step) => viewStep(model, step)),
      ...(ownPart?.steps ?? []).map((step) => ownStep(model, step)),
    ],
    classes: ownPart?.classes ?? [],
  };
}

function viewStep(model: Model, { name, sentence, returns, parameters }: Step): ApiStep {
  return {
    name,
    text: sentence,
    returns,
    since: since(model, name, null),
    deprecated: model.library.deprecated[name] ?? null,
    parameters: parameters.map((parameter) => viewParameter(model, name, parameter)),
  };
}

function viewParameter(model: Model, step: string, { sentence, ...parameter }: StepParameter): ApiParameter {
  const { name, type, required, default: standard, values, example } = parameter;
  return {
    name,
    text: sentence,
    type,
    required,
    default: standard,
    values,
    example,
    since: since(model, step, name),
    deprecated: model.library.deprecated[`${step}.${name}`] ?? null,
  };
}

/** An own step of the site. As for other steps, `since` and deprecations come from the releases and the spec. */
function ownStep(model: Model, step: OwnStep): ApiStep {
  const { deprecated } = model.library;
  return {
    ...step,
    since: step.since ?? since(model, step.name, null),
    deprecated: deprecated[step.name] ?? step.deprecated,
    parameters: step.parameters.map((it) => ({
      ...it,
      since: it.since ?? since(model, step.name, it.name),
      deprecated: deprecated[`${step.name}.${it.name}`] ?? it.deprecated,
    })),
  };
}

/** The first recorded release that has it; the current version if none has it. */
function since({ library }: Model, step: string, parameter: string | null): string {
  const first = library.releases.find(({ api }) => {
    const known = api.steps.find(({ name }) => name === step);
    return known !== undefined && (parameter === null || known.parameters.some(({ name }) => name === parameter));
  });
  return first?.version ?? library.version;
}
