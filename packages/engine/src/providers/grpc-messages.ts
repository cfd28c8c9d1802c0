import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type {
  CheckFailure,
  CheckResult,
  DiffResult,
  PropertyDiff,
  PropertyDiffKind,
  ResourceCall,
} from "../provider";
import { fromStruct } from "../rpc/struct";
import { urnName } from "../urn";
import { mapEntries, type PropertyMap, withoutOutputValues } from "../values";

interface Named {
  setUrn(urn: string): unknown;
  setName(name: string): unknown;
  setType(type: string): unknown;
}

/** A request with the resource that it is about. */
export function named<T extends Named>(message: T, { urn, type }: ResourceCall): T {
  message.setUrn(urn);
  message.setName(urnName(urn));
  message.setType(type);
  return message;
}

/** Values as a provider answers them: outputs count as what they hold, secret where they are. */
export function answered(struct: Struct | undefined): PropertyMap {
  return mapEntries(fromStruct(struct), withoutOutputValues);
}

export function failuresOf(list: readonly messages.CheckFailure[]): CheckFailure[] {
  return list.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
}

export function checkResult(response: messages.CheckResponse): CheckResult {
  return { inputs: answered(response.getInputs()), failures: failuresOf(response.getFailuresList()) };
}

const CHANGES = ["unknown", "none", "some"] as const;
const KINDS: readonly PropertyDiffKind[] = [
  "add",
  "add-replace",
  "delete",
  "delete-replace",
  "update",
  "update-replace",
];

export function diffResult(response: messages.DiffResponse): DiffResult {
  const detailed = [...response.getDetaileddiffMap().entries()].map(
    ([path, diff]): [string, PropertyDiff] => [
      path,
      { kind: KINDS[diff.getKind()] ?? "update", inputDiff: diff.getInputdiff() },
    ],
  );
  return {
    changes: CHANGES[response.getChanges()] ?? "unknown",
    replaces: response.getReplacesList(),
    stables: response.getStablesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
    diffs: response.getDiffsList(),
    ...(response.getHasdetaileddiff() ? { detailedDiff: Object.fromEntries(detailed) } : {}),
  };
}
