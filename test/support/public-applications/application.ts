/** An application that a public generator creates. */
export interface PublicApplication {
  /** The name of its folder and repository. */
  readonly name: string;
  /** What creates it, with its version. */
  readonly generator: string;
  /** The programs that create and build it. */
  readonly needs: readonly string[];
  /** The commands of the generator, in the folder above the application. */
  readonly create: readonly (readonly string[])[];
  /** The commands with which its author writes the lock file, in the application's folder. */
  readonly lock: readonly (readonly string[])[];
  /** The commands that fill the caches of the tools, in a copy of the application; none without downloads. */
  readonly warm: readonly (readonly string[])[];
  /** The files that its author adds, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Each service that `init` proposes, with the end of the line of its source stage. */
  readonly services: Readonly<Record<string, string>>;
  /** Whether it takes part in the tests of each change. */
  readonly ci: boolean;
}
