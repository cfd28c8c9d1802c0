/** Type and name, as a reader knows the resource. */
export function nameOf(urn: string): string {
  return `${typeOf(urn)} ${ownName(urn)}`;
}

/** The same with the last part of the type only, where there is little room. */
export function shortName(urn: string): string {
  const type = typeOf(urn);
  return `${type.slice(type.lastIndexOf(":") + 1)} ${ownName(urn)}`;
}

export function ownName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The resource's own type. */
export function typeOf(urn: string): string {
  const [, , types = ""] = urn.split("::");
  return types.slice(types.lastIndexOf("$") + 1);
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)}s`;
}
