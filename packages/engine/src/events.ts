import type { StepOp } from "./deploy/step";
import type { StepDescription } from "./deploy/step-description";

/** What happens in a run, as it happens. */
export type EngineEvent =
  | {
      readonly kind: "step-start";
      readonly op: StepOp;
      readonly urn: string;
      readonly internal: boolean;
      /** What is to be changed; to be asked while the event is handled. */
      readonly describe: () => StepDescription;
    }
  | {
      readonly kind: "step-end";
      readonly op: StepOp;
      readonly urn: string;
      readonly internal: boolean;
      readonly milliseconds: number;
      /** What was changed, with the new outputs; to be asked while the event is handled. */
      readonly describe: () => StepDescription;
      /** Absent when the step succeeded. */
      readonly error?: string;
    }
  | {
      readonly kind: "message";
      readonly severity: "debug" | "info" | "warning" | "error";
      /** The resource it is about; empty when it is about the run. */
      readonly urn: string;
      readonly message: string;
      /** Progress, of interest only while it lasts. */
      readonly ephemeral: boolean;
    };

/** Is told what happens in a run, in its order. It must not throw. */
export type EventListener = (event: EngineEvent) => void;
