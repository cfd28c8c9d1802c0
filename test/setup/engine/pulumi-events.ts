import type { Step } from "./engine";

/** What is read of Pulumi's engine events. @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/events.go */
interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: Step };
  readonly summaryEvent?: { readonly resourceChanges?: Readonly<Record<string, number>> };
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
  readonly errorEvent?: { readonly error: string };
}

export interface Events {
  readonly steps: readonly Step[];
  readonly changeSummary: Readonly<Record<string, number>>;
  readonly errors: readonly string[];
}

/** Reads an event log, one JSON object a line. The last line may be cut off: an engine that was killed wrote it. */
export function readEvents(log: string): Events {
  const events = log.split("\n").flatMap(parseEvent);
  return {
    steps: events.flatMap(({ resourcePreEvent }) =>
      resourcePreEvent === undefined
        ? []
        : [{ op: resourcePreEvent.metadata.op, urn: resourcePreEvent.metadata.urn }],
    ),
    changeSummary: events.findLast(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    errors: events.flatMap(({ diagnosticEvent, errorEvent }) => [
      ...(diagnosticEvent?.severity === "error" ? [diagnosticEvent.message.trim()] : []),
      ...(errorEvent === undefined ? [] : [errorEvent.error]),
    ]),
  };
}

function parseEvent(line: string): EngineEvent[] {
  try {
    return [JSON.parse(line) as EngineEvent];
  } catch {
    return [];
  }
}
