import type { EngineEvent, RunResult } from "@anew/engine";
import { outputsJson } from "./output-text.js";

/** What `--json` prints, in the shape of `pulumi preview --json`; secrets are masked. */
export interface JsonResult {
  readonly steps: readonly unknown[];
  readonly diagnostics?: readonly { urn?: string; message: string; severity: string }[];
  /** Nanoseconds. */
  readonly duration: number;
  readonly changeSummary: Readonly<Record<string, number>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Why it failed. */
  readonly error?: string;
}

/** Collects a run for `--json`. */
export class JsonCollector {
  private readonly diagnostics: { urn?: string; message: string; severity: string }[] = [];
  private readonly begin = performance.now();
  private readonly steps: unknown[] = [];

  /** @param detailed - whether each step tells what it changes, as in a preview */
  constructor(private readonly detailed: boolean) {}

  event(event: EngineEvent): void {
    if (event.kind === "step-start") {
      const { op, urn, internal, describe } = event;
      if (!internal) this.steps.push({ op, urn, ...(this.detailed ? describe() : {}) });
    } else if (event.kind === "message" && !event.ephemeral && event.severity !== "debug") {
      const { urn, severity, message } = event;
      const label = severity === "info" ? "" : `${severity}: `;
      this.diagnostics.push({ ...(urn === "" ? {} : { urn }), message: `${label}${message}`, severity });
    }
  }

  /** @param result - undefined when the run never came to one */
  result(
    result: RunResult | undefined,
    options: { secrets: boolean; outputs: boolean; error?: string },
  ): JsonResult {
    const error = result?.error ?? options.error;
    return {
      steps: this.steps,
      ...(this.diagnostics.length > 0 ? { diagnostics: this.diagnostics } : {}),
      duration: Math.round((performance.now() - this.begin) * 1e6),
      changeSummary: result?.changeSummary ?? {},
      ...(result && options.outputs ? { outputs: outputsJson(result.outputs, options.secrets) } : {}),
      ...(error === undefined ? {} : { error }),
    };
  }
}
