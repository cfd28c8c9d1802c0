/** The type of the resource that every program's root is. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
export function createUrn(
  stack: string,
  project: string,
  parent: string,
  type: string,
  name: string,
): string {
  const parentTypes = parent === "" ? "" : urnQualifiedType(parent);
  const qualified = parentTypes === "" || parentTypes === STACK_TYPE ? type : `${parentTypes}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The types from the outermost ancestor to the resource itself, joined by "$". */
export function urnQualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The resource's own type. */
export function urnType(urn: string): string {
  const qualified = urnQualifiedType(urn);
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

/** The resource's logical name, which may itself contain "::". */
export function urnName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The package that a type token belongs to: `docker` of `docker:index/container:Container`. */
export function typePackage(type: string): string {
  return type.slice(0, Math.max(0, type.indexOf(":")));
}
