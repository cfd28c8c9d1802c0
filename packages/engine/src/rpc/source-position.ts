import { relative } from "node:path";
import type { SourcePosition } from "@pulumi/pulumi/proto/source_pb";

/** Where in the program; relative to its folder, so that a state means the same on every machine. */
export function positionText(source: SourcePosition, folder: string): string {
  const uri = source.getUri();
  const place = uri.startsWith("file://") ? `project:///${relative(folder, uri.slice(7))}` : uri;
  return `${place}#${source.getLine()},${source.getColumn()}`;
}
