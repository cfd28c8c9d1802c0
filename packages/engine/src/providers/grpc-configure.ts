import { ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb";
import type { ProviderIdentity } from "../provider";
import { providerPackage } from "../provider-reference";
import { toStruct } from "../rpc/struct";
import { urnName, urnType } from "../urn";
import { bare, type PropertyMap, withoutSecrets } from "../values";
import { valueToWire } from "../values/wire";

/** A configuration as plugins get it: whole, and as texts under the keys of old. */
export function configureRequest(inputs: PropertyMap, identity?: ProviderIdentity): ConfigureRequest {
  const request = new ConfigureRequest();
  request.setArgs(toStruct(inputs, { unknowns: true, secrets: true, resources: true }));
  if (identity) {
    const { urn, id } = identity;
    request.setUrn(urn);
    request.setName(urnName(urn));
    request.setType(urnType(urn));
    request.setId(id);
    const prefix = `${providerPackage(urnType(urn))}:config:`;
    for (const [key, value] of Object.entries(inputs)) {
      if (key === "version") continue;
      const plain = valueToWire(withoutSecrets(bare(value)), { unknowns: true });
      request.getVariablesMap().set(prefix + key, typeof plain === "string" ? plain : JSON.stringify(plain));
    }
  }
  request.setAcceptsecrets(true);
  request.setAcceptresources(true);
  request.setSendsOldInputs(true);
  request.setSendsOldInputsToDelete(true);
  return request;
}
