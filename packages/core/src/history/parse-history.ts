import type { History, HistoryEntry } from "./history";
import { noHistory } from "./history";

/**
 * Reads a history that comes from a state: parsed once, at the border.
 * @throws Error that says what does not fit; a history that is misread would declare the wrong generations.
 */
function parseHistory(value: unknown, where: string): History {
  if (value === undefined || value === null) {
    return noHistory;
  }
  const refuse = (what: string): never => {
    throw new Error(
      `the history in ${where} can't be read: ${what}. It is left as it is; ` +
        "restore the state from a backup, or use the version of Anew that wrote it",
    );
  };
  if (!isRecord(value) || !Array.isArray(value.released) || !Array.isArray(value.log)) {
    return refuse("expected the lists released and log");
  }
  for (const entry of value.released) {
    if (!isEntry(entry)) {
      return refuse("an entry of released lacks its id, spec, shape or image");
    }
  }
  return {
    released: value.released as HistoryEntry[],
    log: value.log,
    ...(typeof value.pinned === "string" ? { pinned: value.pinned } : {}),
  };
}

function isEntry(value: unknown): value is HistoryEntry {
  return (
    isRecord(value) &&
    typeof value.id === "string" &&
    typeof value.image === "string" &&
    isRecord(value.spec) &&
    Array.isArray(value.shape) &&
    value.shape.every(
      (part) => isRecord(part) && typeof part.type === "string" && typeof part.name === "string",
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export { parseHistory };
