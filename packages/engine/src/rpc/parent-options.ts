import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Goal } from "../deploy/goal";
import { parseProviderReference, providerPackage } from "../provider-reference";
import { typePackage, urnType } from "../urn";

/** What a child takes over from its parent when it says nothing itself. */
export function inheritOptions(child: RegisterResourceRequest, parent: Goal | undefined): void {
  if (!parent) return;
  if (child.getDeletedwith() === "") child.setDeletedwith(parent.deletedWith);
  if (!child.hasProtect() && parent.protect !== undefined) child.setProtect(parent.protect);
  if (!child.hasRetainondelete() && parent.retainOnDelete !== undefined) {
    child.setRetainondelete(parent.retainOnDelete);
  }
  if (child.getProvider() !== "" || parent.provider === "") return;
  const inherited = providerPackage(urnType(parseProviderReference(parent.provider).urn));
  const isLocalComponent = !child.getCustom() && !child.getRemote();
  if (isLocalComponent || inherited === typePackage(child.getType())) child.setProvider(parent.provider);
}
