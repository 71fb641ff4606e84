import type { Model } from "../../model/model.ts";
import { type OwnedStage, stagesByTeam, teamOf } from "../model-lookup.ts";
import { below } from "../output-places.ts";
import type { PlannedFile } from "../target.ts";
import { redeploys, startersOf } from "./approvers.ts";
import { stagesBefore } from "./chain.ts";
import { type Document, type Manifest, planDocuments } from "./documents.ts";
import { folderOf, names, namespaceOf, pipelineName, pullRequestName, redeployName } from "./names.ts";
import { networkPolicy } from "./network.ts";
import { waitsForUser } from "./pipelines.ts";
import { buildsRequests } from "./pull-requests.ts";
import { interceptorsOf, redeployInterceptors, requestInterceptors } from "./triggers.ts";

/** Plans the files of each team: its event listener, its service accounts and rights, and the list of its files. */
export function planTeams(model: Model): PlannedFile[] {
  return [...stagesByTeam(model)].flatMap(([owner, stages]) => {
    const folder = folderOf(model, owner);
    // The rights are decided by the site, not by the team.
    const plan = (name: string, documents: readonly Document[]) =>
      documents.length === 0 ? [] : [planDocuments(model, owner, "site", `${folder}${name}.yaml`, documents)];
    const approvers = approverDocuments(model, owner, stages);
    return [
      ...plan("access", accessDocuments(model, owner, stages)),
      ...plan("approvers", approvers),
      ...plan("listener", [listener(model, owner, stages)]),
      ...plan("network", [networkPolicy(model, owner)]),
      planKustomization(model, owner, stages, approvers.length > 0),
    ];
  });
}

function planKustomization(
  model: Model,
  owner: string,
  stages: readonly OwnedStage[],
  approvers: boolean,
): PlannedFile {
  const files = stages.map(({ service, stage }) => `${service.name}/${stage.id}.yaml`);
  return {
    path: `${folderOf(model, owner)}kustomization.yaml`,
    template: "tekton/kustomization.yaml.hbs",
    shard: "site",
    view: {
      ...{ specFile: model.specFile, owner, namespace: namespaceOf(model, owner) },
      resources: [
        libraryOf(model, owner),
        "access.yaml",
        ...(approvers ? ["approvers.yaml"] : []),
        "listener.yaml",
        "network.yaml",
        ...files,
      ],
    },
  };
}

/** The programs and scripts: a folder of the same repository, or of the pipelines repository. */
function libraryOf(model: Model, owner: string): string {
  if (teamOf(model, owner).pipelines === null) return "../../library";
  const { git, branch, directory } = model.pipelines;
  return `${git}//${below(directory, "tekton/library")}?ref=${branch}`;
}

/** A service account. */
export function account(namespace: string, name: string): Manifest {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } };
}

const RBAC = { group: "rbac.authorization.k8s.io", version: "rbac.authorization.k8s.io/v1" } as const;

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** Rights in a namespace. */
export function role(namespace: string, name: string, rules: readonly Rule[]): Manifest {
  return { apiVersion: RBAC.version, kind: "Role", metadata: { name, namespace }, rules };
}

/** Who has the rights of the role with the same name. */
export function roleBinding(namespace: string, name: string, subjects: readonly unknown[]): Manifest {
  return {
    apiVersion: RBAC.version,
    kind: "RoleBinding",
    metadata: { name, namespace },
    subjects,
    roleRef: { apiGroup: RBAC.group, kind: "Role", name },
  };
}

/** The event listener reads its triggers and its settings of logging, and creates runs. */
const LISTENER_RULES: readonly Rule[] = [
  {
    apiGroups: ["triggers.tekton.dev"],
    resources: ["eventlisteners", "triggerbindings", "triggertemplates", "triggers", "interceptors"],
    verbs: ["get", "list", "watch"],
  },
  { apiGroups: ["tekton.dev"], resources: ["pipelineruns"], verbs: ["create"] },
  { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
];

/** The service of the event listener. */
const LISTENER = `el-${names.listener}`;

function accessDocuments(model: Model, owner: string, stages: readonly OwnedStage[]): Document[] {
  const namespace = namespaceOf(model, owner);
  const subject = (of: string, name: string) => ({ kind: "ServiceAccount", name, namespace: of });
  return [
    {
      comment: "Runs code of the applications, so it has no rights.",
      manifest: { ...account(namespace, names.work), automountServiceAccountToken: false },
    },
    { comment: "Reads the runs of the stages before its own.", manifest: account(namespace, names.records) },
    { comment: "Creates the runs.", manifest: account(namespace, names.listener) },
    {
      comment: "May read the runs of this team, but no secrets and no pods.",
      manifest: role(namespace, names.records, [
        { apiGroups: ["tekton.dev"], resources: ["pipelineruns"], verbs: ["get", "list"] },
      ]),
    },
    {
      comment: "The teams whose stages read these runs.",
      manifest: roleBinding(
        namespace,
        names.records,
        readersOf(owner, stages).map((team) => subject(namespaceOf(model, team), names.records)),
      ),
    },
    { comment: "May create runs of this team.", manifest: role(namespace, names.listener, LISTENER_RULES) },
    {
      comment: "The event listener.",
      manifest: roleBinding(namespace, names.listener, [subject(namespace, names.listener)]),
    },
    {
      comment: "The event listener also reads the interceptors of the cluster. Tekton Triggers creates this role.",
      manifest: {
        apiVersion: RBAC.version,
        kind: "ClusterRoleBinding",
        metadata: { name: `${names.listener}-${namespace}` },
        subjects: [subject(namespace, names.listener)],
        roleRef: { apiGroup: RBAC.group, kind: "ClusterRole", name: "tekton-triggers-eventlistener-clusterroles" },
      },
    },
  ];
}

/** The teams whose stages read runs of a team: its own, and those of later stages. */
function readersOf(owner: string, stages: readonly OwnedStage[]): string[] {
  const readers = stages.flatMap(({ service, stage }) =>
    service.stages.filter((it) => stagesBefore(service, it).some(({ id }) => id === stage.id)).map((it) => it.owner),
  );
  return [...new Set([owner, ...readers])].sort();
}

/**
 * Who starts the runs that wait. Of the spec of a run, Tekton lets them change only the status; they can also change labels and other
 * metadata, which decide nothing. A port forwarding reaches the event listener, whatever its NetworkPolicy admits.
 */
function approverDocuments(model: Model, owner: string, stages: readonly OwnedStage[]): Document[] {
  const approvers = startersOf(model, stages);
  if (approvers === null || approvers.length === 0) return [];
  const namespace = namespaceOf(model, owner);
  const apiGroup = RBAC.group;
  const subjects = approvers.flatMap((name) => [
    { kind: "Group", apiGroup, name },
    { kind: "User", apiGroup, name },
  ]);
  const of = stages.flatMap(({ service, stage }) => [
    ...(waitsForUser(stage) ? [pipelineName(service, stage)] : []),
    ...(stage.kind === "deploy" ? [redeployName(service, stage)] : []),
  ]);
  return [
    {
      comment: `May start or cancel the runs of ${of.join(", ")}. May also forward ports, to send a message to the event listener.`,
      manifest: role(namespace, names.approvers, [
        { apiGroups: ["tekton.dev"], resources: ["pipelineruns"], verbs: ["get", "list", "watch", "patch"] },
        { apiGroups: [""], resources: ["services"], resourceNames: [LISTENER], verbs: ["get"] },
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
        // Versions of kubectl differ in the verb.
        { apiGroups: [""], resources: ["pods/portforward"], verbs: ["create", "get"] },
      ]),
    },
    { comment: "The users and groups who approve.", manifest: roleBinding(namespace, names.approvers, subjects) },
  ];
}

function listener(model: Model, owner: string, stages: readonly OwnedStage[]): Document {
  const again = redeploys(model, stages);
  return {
    comment: "Starts the stages of this team: for a push, or after the stages before them.",
    manifest: {
      apiVersion: "triggers.tekton.dev/v1beta1",
      kind: "EventListener",
      metadata: { name: names.listener, namespace: namespaceOf(model, owner) },
      spec: {
        serviceAccountName: names.listener,
        triggers: stages.flatMap(({ service, stage }) => [
          trigger(pipelineName(service, stage), interceptorsOf(model, service, stage)),
          ...(buildsRequests(stage)
            ? [trigger(pullRequestName(service, stage), requestInterceptors(model, service, stage))]
            : []),
          ...(again && stage.kind === "deploy"
            ? [trigger(redeployName(service, stage), redeployInterceptors(service, stage))]
            : []),
        ]),
      },
    },
  };
}

/** A trigger, its binding and its template have the name of the pipeline. */
function trigger(ref: string, interceptors: readonly unknown[]) {
  return { name: ref, interceptors, bindings: [{ ref }], template: { ref } };
}
