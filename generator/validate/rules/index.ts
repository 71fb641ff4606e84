import { agentLabels } from "./agent-labels.ts";
import { applications } from "./applications.ts";
import { approvals } from "./approvals.ts";
import { branchRules } from "./branch-rules.ts";
import { chain } from "./chain.ts";
import { commentTriggers } from "./comment-triggers.ts";
import { compilerRange } from "./compiler.ts";
import { conditions } from "./conditions.ts";
import { contacts } from "./contacts.ts";
import { customStages } from "./custom-stages.ts";
import { describedTags } from "./described-tags.ts";
import { engineSettings } from "./engine-settings.ts";
import { environments } from "./environments.ts";
import { fixedTags } from "./fixed-tags.ts";
import { freezes } from "./freezes.ts";
import { gitops } from "./gitops.ts";
import { handoffSettings } from "./handoffs.ts";
import { imageCaches } from "./image-caches.ts";
import { imageCommands } from "./image-commands.ts";
import { imageStages } from "./image-stages.ts";
import { imageTools } from "./image-tools.ts";
import { instances } from "./instances.ts";
import { locks } from "./locks.ts";
import { multibranch } from "./multibranch.ts";
import { ownSteps } from "./own-steps.ts";
import { ownership } from "./ownership.ts";
import { parallelGroups } from "./parallel.ts";
import { parameters } from "./parameters.ts";
import { placeholders } from "./placeholders.ts";
import { privateRepositories } from "./private-repositories.ts";
import { products } from "./products.ts";
import { references } from "./references.ts";
import { registryOidc } from "./registry-oidc.ts";
import { renames } from "./renames.ts";
import { requestAgents } from "./request-agents.ts";
import type { Rule } from "./rule.ts";
import { secrets } from "./secrets.ts";
import { serviceContainers } from "./service-containers.ts";
import { shells } from "./shells.ts";
import { sonar } from "./sonar.ts";
import { sourceStages } from "./source-stages.ts";
import { sparseCheckout } from "./sparse-checkout.ts";
import { stagePods } from "./stage-pods.ts";
import { strategies } from "./strategies.ts";
import { teamRepositories } from "./team-repositories.ts";
import { texts } from "./texts.ts";
import { triggers } from "./triggers.ts";
import { uniqueness } from "./uniqueness.ts";
import { unusedImages } from "./unused-images.ts";
import { versions } from "./versions.ts";

/** All rules about several keys or files, in separate files by topic. */
export const rules: readonly Rule[] = [
  compilerRange,
  references,
  uniqueness,
  registryOidc,
  renames,
  chain,
  parallelGroups,
  secrets,
  sourceStages,
  sparseCheckout,
  imageStages,
  imageCaches,
  imageCommands,
  imageTools,
  unusedImages,
  customStages,
  shells,
  agentLabels,
  requestAgents,
  sonar,
  serviceContainers,
  stagePods,
  ownSteps,
  approvals,
  conditions,
  branchRules,
  contacts,
  parameters,
  triggers,
  commentTriggers,
  placeholders,
  fixedTags,
  environments,
  strategies,
  applications,
  engineSettings,
  handoffSettings,
  gitops,
  freezes,
  instances,
  locks,
  ownership,
  teamRepositories,
  products,
  texts,
  versions,
  describedTags,
  multibranch,
  privateRepositories,
];
