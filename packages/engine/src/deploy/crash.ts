import { urnName } from "../urn";
import type { Step } from "./step";

/** Where a run is to end as if its process had been killed. */
export interface CrashPoint {
  /** Pulumi's name of the step. */
  readonly op: Step["op"];
  /** The resource's logical name. */
  readonly name: string;
  /** The resource's URN, where several have that name. @default any */
  readonly urn?: string;
  /** At which of the steps that fit, from 1, in the order in which they begin. @default 1 */
  readonly nth?: number;
  /** Before the provider was asked, or after it has done everything but before the state knows. */
  readonly when: "before" | "after";
}

/** The process is gone; nothing of this run happens any more. */
export class Crash extends Error {
  constructor(point: CrashPoint) {
    super(`crashed ${point.when} ${point.op} ${point.name}, as asked`);
    this.name = "Crash";
  }
}

/** Looks out for the step at which one run is to end. */
export class CrashWatch {
  private fitting = 0;

  constructor(private readonly point: CrashPoint) {}

  /** Counts a step that begins, and tells at which moment of it the run ends, if it does. */
  begins(step: Step): CrashPoint | undefined {
    const { op, name, urn = step.urn, nth = 1 } = this.point;
    if (op !== step.op || name !== urnName(step.urn) || urn !== step.urn) return undefined;
    this.fitting++;
    return this.fitting === nth ? this.point : undefined;
  }
}
