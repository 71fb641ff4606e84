import { type Controller, type ControllerConfig, startRunner } from "../../generator/rehearse/index.ts";
import {
  type GitRepository,
  type GitServer,
  type HttpSink,
  makeTemporary,
  removeTemporary,
  startLab,
} from "./lab/index.ts";
import { emitSmall, type SmallKeys } from "./small-site.ts";

/** A simulated Jenkins for small services of one application, in the repository `shop/shop` of the git server. */
export interface SmallJenkins {
  readonly application: GitRepository;
  /** The git server's URL, without a trailing slash. */
  readonly git: string;
  readonly server: GitServer;
  readonly sink: HttpSink;
  /**
   * Writes the generated files to a new folder and starts a Jenkins with them, with additional credentials and libraries
   * from `config`. `edit` can change the files before Jenkins reads them.
   */
  open(
    keys: SmallKeys,
    config?: Partial<ControllerConfig>,
    edit?: (pipelines: string) => Promise<void>,
  ): Promise<{ readonly controller: Controller; readonly home: string }>;
  /** A folder that is removed at the end. */
  folder(): Promise<string>;
  stop(): Promise<void>;
}

const [user, password] = ["git", "git's"];

/** Starts the servers and the runner; services read the application with the credential `git`. */
export async function startSmallJenkins(): Promise<SmallJenkins> {
  const [lab, runner] = await Promise.all([
    startLab({ git: [{ user, password, write: ["*"] }], sink: true }),
    startRunner(),
  ]);
  const application = await lab.git.create("shop/shop");
  const folders: string[] = [];
  const folder = async () => {
    const made = await makeTemporary("small");
    folders.push(made);
    return made;
  };
  return {
    folder,
    application,
    git: lab.git.url,
    server: lab.git,
    sink: lab.sink,
    open: async (keys, { credentials = [], libraries = [], ...config } = {}, edit = async () => {}) => {
      const home = await folder();
      const generated = await emitSmall(home, `${lab.git.url}/shop/shop.git`, {
        ...keys,
        platform: { locks: { replace: ["credentials"] }, ...keys.platform },
        service: { credentials: "git", ...keys.service },
      });
      await edit(generated.pipelines ?? "");
      const controller = await runner.controller({
        ...generated,
        environment: lab.environment,
        ...config,
        credentials: [{ id: "git", kind: "usernamePassword", username: user, password }, ...credentials],
        libraries: [...(generated.libraries ?? []), ...libraries],
      });
      return { controller, home };
    },
    stop: async () => {
      await runner.stop();
      await lab.stop();
      await Promise.all(folders.map(removeTemporary));
    },
  };
}
