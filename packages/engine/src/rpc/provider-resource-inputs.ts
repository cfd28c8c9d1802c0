import type { RegisterResourceRequest, TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb";
import { providerPackage } from "../provider-reference";
import { INTERNAL_KEY } from "../providers/plugin-request";
import { isMap, type PropertyMap } from "../values";
import type { DefaultVersions } from "./default-versions";
import type { Packages } from "./packages";
import { providerRequest, withRequest } from "./provider-request";

/** An explicit provider's inputs, with the engine's own data among them: which plugin serves it, and how. */
export function providerResourceInputs(
  request: RegisterResourceRequest,
  options: TransformResourceOptions,
  given: PropertyMap,
  { packages, versions }: { readonly packages: Packages; readonly versions: DefaultVersions },
): PropertyMap {
  const packageName = providerPackage(request.getType());
  const version = options.getVersion();
  const url = options.getPluginDownloadUrl();
  let inputs = withRequest(given, providerRequest(packageName, version, url));
  const mappings = request.getEnvvarmappingsMap();
  if (mappings.getLength() > 0) {
    const internal = inputs[INTERNAL_KEY];
    const envVarMappings = Object.fromEntries(mappings.entries());
    inputs = { ...inputs, [INTERNAL_KEY]: { ...(isMap(internal) ? internal : {}), envVarMappings } };
  }
  const reference = request.getPackageref();
  if (reference !== "") inputs = withRequest(inputs, packages.get(reference));
  if (version !== "" || url !== "") return inputs;
  // The same plugin as the default provider's.
  const known = versions.complete({ plugin: packageName, version: "", url: "" });
  return withRequest(inputs, { plugin: packageName, version: known.version, url: known.url });
}
