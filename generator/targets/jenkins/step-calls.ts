import { approveCall, promoteCall, transportedCall } from "./calls.ts";
import type { JenkinsModel, JenkinsService } from "./jenkins-model.ts";
import { startsAfter } from "./starts.ts";

/** A step of the library, and the parameters that a service's Jenkinsfiles pass to it. */
export interface StepCall {
  readonly step: string;
  readonly parameters: readonly string[];
}

/** The steps that a service's Jenkinsfiles call, by stage. */
export function stepCalls(model: JenkinsModel, service: JenkinsService): StepCall[] {
  return service.stages.flatMap((stage) => {
    const { step, arguments: given, variables } = transportedCall(model, service, stage);
    const approval = approveCall(model, service, stage);
    const promoted = promoteCall(model, service, stage);
    return [
      { step, parameters: Object.keys({ ...given, ...variables }) },
      ...(approval === null ? [] : [{ step: "approveStage", parameters: Object.keys(approval) }]),
      ...(promoted === null ? [] : [{ step: "promoteRelease", parameters: Object.keys(promoted) }]),
      ...startsAfter(service, [stage]).calls.map((it) => ({ step: it.step, parameters: Object.keys(it.arguments) })),
    ];
  });
}
