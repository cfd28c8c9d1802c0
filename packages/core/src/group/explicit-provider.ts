import type * as pulumi from "@pulumi/pulumi";

/** The SDK's way to find the provider that a child would inherit; not in its typings. */
interface ProviderLookup {
  getProvider?(token: string): pulumi.ProviderResource | undefined;
}

/**
 * The provider of a package that a component's options name, or its parent hands down; undefined where the default one
 * is used. What it is configured with can't be asked, so gate and switch must be told how to reach its platform.
 * @param token of any resource of the package, such as `docker:index:Container`
 */
function explicitProvider(
  options: pulumi.ComponentResourceOptions | undefined,
  token: string,
): pulumi.ProviderResource | undefined {
  const packageName = token.split(":")[0];
  const listed = Array.isArray(options?.providers)
    ? options.providers
    : Object.values(options?.providers ?? {});
  const own = [options?.provider, ...listed].filter((one) => one !== undefined);
  const ofPackage = own.find((one) => packageOf(one) === packageName);
  return ofPackage ?? (options?.parent as ProviderLookup | undefined)?.getProvider?.(token);
}

function packageOf(provider: pulumi.ProviderResource): string | undefined {
  return (provider as unknown as { getPackage?(): string }).getPackage?.();
}

export { explicitProvider };
