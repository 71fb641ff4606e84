import type { Model } from "../../model/model.ts";
import type { Service } from "../../model/service.ts";
import { approveCall, promoteCall, transportedCall } from "./calls.ts";
import { startsAfter } from "./starts.ts";

/** A step of the library, and the parameters that a service's Jenkinsfiles pass to it. */
export interface StepCall {
  readonly step: string;
  readonly parameters: readonly string[];
}

/** The steps that a service's Jenkinsfiles call, by stage. */
export function stepCalls(model: Model, service: Service): StepCall[] {
  return service.stages.flatMap((stage) => {
    const { step, arguments: given, variables } = transportedCall(model, service, stage);
    const approval = approveCall(service, stage);
    const promoted = promoteCall(model, service, stage);
    return [
      { step, parameters: Object.keys({ ...given, ...variables }) },
      ...(approval === null ? [] : [{ step: "approveStage", parameters: Object.keys(approval) }]),
      ...(promoted === null ? [] : [{ step: "promoteRelease", parameters: Object.keys(promoted) }]),
      ...startsAfter(service, [stage]).calls.map((it) => ({ step: it.step, parameters: Object.keys(it.arguments) })),
    ];
  });
}
