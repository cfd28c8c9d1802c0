import type { EventListener } from "../events";

/** Tells the user things, and remembers the errors. */
export class Diagnostics {
  readonly errors: string[] = [];

  constructor(readonly listener: EventListener) {}

  info(urn: string, message: string): void {
    this.listener({ kind: "message", severity: "info", urn, message, ephemeral: false });
  }

  warning(urn: string, message: string): void {
    this.listener({ kind: "message", severity: "warning", urn, message, ephemeral: false });
  }

  error(urn: string, message: string): void {
    this.errors.push(message);
    this.listener({ kind: "message", severity: "error", urn, message, ephemeral: false });
  }

  progress(urn: string, message: string): void {
    this.listener({ kind: "message", severity: "info", urn, message, ephemeral: true });
  }
}

/** The run must stop; what was wrong has been told already. */
export class Bail extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Bail";
  }
}
