/** A line of Groovy in the stack of a step or an error; the innermost frame is the first. */
export interface Frame {
  /** The class: `WorkflowScript` is the Jenkinsfile; a class without package is a file of `vars/`. */
  readonly class: string;
  readonly file: string;
  readonly line: number;
}

interface BuildEvent {
  /** Milliseconds since the controller started. */
  readonly at: number;
  readonly job: string;
  readonly number: number;
}

/** What happens on a controller. Secrets are masked. */
export type RunEvent = BuildEvent &
  (
    | { readonly type: "build"; readonly cause: string; readonly parameters: Readonly<Record<string, unknown>> }
    | {
        readonly type: "step";
        readonly step: number;
        /** The enclosing step; -1 for none. */
        readonly parent: number;
        readonly name: string;
        readonly arguments: Readonly<Record<string, unknown>>;
        readonly stage: string;
        readonly agent: string;
        readonly container: string;
        readonly frames: readonly Frame[];
      }
    | { readonly type: "output"; readonly step: number; readonly text: string }
    | {
        readonly type: "end";
        readonly step: number;
        readonly error: string | null;
        readonly value: number | boolean | null;
      }
    | { readonly type: "violation"; readonly text: string; readonly frames: readonly Frame[] }
    | { readonly type: "rule"; readonly step: number; readonly rule: string }
    | {
        readonly type: "finished";
        readonly result: string;
        readonly error: string | null;
        readonly violations: readonly string[];
        /** Where the error was thrown. */
        readonly frames: readonly Frame[];
      }
  );

/** The event of one type. */
export type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { readonly type: Type }>;

/** A planted failure or answer. All conditions must hold; a missing one matches every call. */
export interface Rule {
  /** A name for reports. */
  readonly id: string;
  readonly step?: string;
  readonly job?: string;
  readonly stage?: string;
  readonly agent?: string;
  readonly container?: string;
  /** The label of a `sh`. */
  readonly label?: string;
  /** Text in one of the arguments. */
  readonly contains?: string;
  /** Arguments with exactly these values. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** The number of matching calls before the first one that the rule applies to. */
  readonly skip?: number;
  /** How often the rule applies; by default always. */
  readonly times?: number;
  /** The step fails with this message. */
  readonly fail?: string;
  /** A `sh` ends with this exit code and output. */
  readonly exit?: number;
  readonly output?: string;
  /** Any other step returns this value. */
  readonly value?: unknown;
  /** The agent is lost. */
  readonly lost?: boolean;
  /** The step runs before its outcome is replaced. */
  readonly run?: boolean;
  /** The controller restarts after the step. */
  readonly restart?: boolean;
}

/** How often each line and branch of a file ran. A branch is `LINE:0` (the condition holds) or `LINE:1`. */
export type CoverageCounts = Readonly<
  Record<
    string,
    { readonly lines: Readonly<Record<string, number>>; readonly branches: Readonly<Record<string, number>> }
  >
>;
