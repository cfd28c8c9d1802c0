import type { Goal } from "../deploy/goal";
import type { Registered } from "../deploy/step";
import { formatProviderReference, providerType } from "../provider-reference";
import { NO_TIMEOUTS } from "../state/resource-state";
import { bare, type PropertyMap } from "../values";
import type { DefaultVersions } from "./default-versions";
import {
  defaultName,
  type ProviderRequest,
  requestedPackage,
  requestKey,
  withRequest,
} from "./provider-request";

/** Makes the providers that a program uses without naming them: one per package and version, registered like any other. */
export class DefaultProviders {
  private readonly references = new Map<string, Promise<string>>();

  constructor(
    private readonly register: (goal: Goal) => Promise<Registered>,
    /** A package's configuration, as a provider's inputs. */
    private readonly packageConfig: (packageName: string) => PropertyMap,
    private readonly versions: DefaultVersions,
  ) {}

  /**
   * The reference of the default provider that serves a request; undefined when the stack's configuration denies it.
   * @throws Error when that configuration is no list of names
   */
  async reference(given: ProviderRequest): Promise<string | undefined> {
    const request = this.versions.complete(given);
    if (this.isDenied(requestedPackage(request))) return undefined;
    const key = requestKey(request);
    let reference = this.references.get(key);
    if (!reference) {
      reference = this.create(request);
      this.references.set(key, reference);
    }
    return reference;
  }

  private isDenied(packageName: string): boolean {
    if (packageName === "pulumi") return false;
    const value = this.packageConfig("pulumi")["disable-default-providers"];
    const text = value === undefined ? "" : bare(value);
    if (text === "") return false;
    const names: unknown = JSON.parse(String(text));
    if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) {
      throw new Error(
        `pulumi:disable-default-providers: got ${text}, expected a list of packages such as ["aws"] or ["*"]`,
      );
    }
    return names.some((name: string) => name.trim() === "*" || name.trim() === packageName);
  }

  private async create(request: ProviderRequest): Promise<string> {
    const packageName = requestedPackage(request);
    const { state } = await this.register({
      type: providerType(packageName),
      name: defaultName(request),
      custom: true,
      inputs: withRequest(this.packageConfig(packageName), request),
      parent: "",
      dependencies: [],
      propertyDependencies: {},
      provider: "",
      ignoreChanges: [],
      replaceOnChanges: [],
      replacementTrigger: null,
      additionalSecretOutputs: [],
      aliases: [],
      importId: "",
      customTimeouts: NO_TIMEOUTS,
      deletedWith: "",
      replaceWith: [],
      hooks: {},
    });
    return formatProviderReference(state.urn, state.id);
  }
}

/** Why a resource or a function without a provider of its own is refused. */
export function deniedMessage(packageName: string, token: string): string {
  return `Default provider for '${packageName}' disabled. '${token}' must use an explicit provider.`;
}
