import type { CheckCall, CheckResult } from "../../provider";
import { containsUnknowns, isMap } from "../../values";
import { withName } from "./autoname";
import { asObject, asProperties } from "./checkpoint";
import type { ClusterAccess } from "./cluster-access";
import { isDefinition, normalized } from "./normalize";
import { at, type KubeObject, nameOf, textAt, withAt } from "./object";
import { parseType } from "./type-token";

const MANAGED_BY = ["metadata", "labels", "app.kubernetes.io/managed-by"];

/** The inputs of an object as they are recorded and sent: in the server's own form, named and placed. */
export async function checkObject(access: ClusterAccess, call: CheckCall): Promise<CheckResult> {
  const { apiVersion, kind, isPatch } = parseType(call.type);
  const news = normalized(asObject(call.news));
  if (isPatch && !nameOf(news) && !containsUnknowns(news.metadata ?? null)) {
    return failed(call, "patch resources require the `.metadata.name` field to be set");
  }
  const olds = call.olds && asObject(call.olds);
  const named = withLabel(withName(news, olds, call.urn, call.randomSeed), olds);
  if (!nameOf(named) && textAt(named, "metadata", "generateName")) {
    return failed(call, "the `.metadata.generateName` field is not supported in Server-Side Apply mode");
  }
  if (isDefinition(named)) access.noteDefinition(named);
  const { namespace } = access;
  const hasPlace = ![undefined, null, ""].includes(at(named, "metadata", "namespace") as string);
  const isOpen =
    namespace !== undefined && !hasPlace && (named.metadata === undefined || isMap(named.metadata));
  const placed =
    isOpen && (await access.isNamespaced(apiVersion, kind))
      ? withAt(named, ["metadata", "namespace"], namespace)
      : named;
  return { inputs: asProperties(placed, call.news), failures: [] };
}

/** An object that was made without server-side apply keeps the label that it got then. */
function withLabel(object: KubeObject, olds: KubeObject | undefined): KubeObject {
  const label = textAt(olds, ...MANAGED_BY);
  return label === "pulumi" ? withAt(object, MANAGED_BY, label) : object;
}

function failed(call: CheckCall, reason: string): CheckResult {
  return { inputs: call.news, failures: [{ property: "metadata", reason }] };
}
