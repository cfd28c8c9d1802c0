import * as pulumi from "@pulumi/pulumi";

/** Parts of the SDK's resources that carry what the engine is told; not in its typings. */
interface ResourceInternals {
  readonly __aliases?: readonly pulumi.Input<string>[];
  readonly __parentResource?: pulumi.Resource;
}

/** The value of an Output that is known in every preview, such as a URN. */
function settled<T>(output: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(output).apply((value) => resolve(value));
  });
}

/** The name at the end of a URN. */
function urnName(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The URN of a child, given its parent's. */
function childUrn(parentUrn: string, type: string, name: string): string {
  const [prefix, qualified] = [parentUrn.slice(0, parentUrn.lastIndexOf("::")), `$${type}::${name}`];
  return prefix + qualified;
}

/**
 * All URNs under which a component may stand in the state: its own first, then those of its aliases. A name that
 * begins with its parent's is renamed along with it, as the engine does for inherited aliases.
 */
async function urnsOf(resource: pulumi.Resource): Promise<string[]> {
  const own = await settled(resource.urn);
  const internals = resource as unknown as ResourceInternals;
  const aliases = await Promise.all((internals.__aliases ?? []).map((alias) => settled(alias)));
  const parent = internals.__parentResource;
  if (parent && !own.includes("pulumi:pulumi:Stack")) {
    const parents = await urnsOf(parent);
    const type = own.slice(own.lastIndexOf("$") + 1, own.lastIndexOf("::"));
    const [current = "", ...former] = parents;
    if (!current.includes("::pulumi:pulumi:Stack::")) {
      for (const urn of former) {
        const name = urnName(own);
        const renamed = name.startsWith(urnName(current))
          ? urnName(urn) + name.slice(urnName(current).length)
          : name;
        aliases.push(childUrn(urn, type, renamed));
      }
    }
  }
  return [own, ...aliases];
}

export { childUrn, settled, urnName, urnsOf };
