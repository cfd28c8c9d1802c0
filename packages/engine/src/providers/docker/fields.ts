import { isMap, type PropertyMap, type PropertyValue } from "../../values";

/** Reads checked properties in their types; what is null, unknown or of another type counts as not given. */
export class Fields {
  constructor(private readonly values: PropertyMap) {}

  text(key: string): string | undefined {
    const value = this.values[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  number(key: string): number | undefined {
    const value = this.values[key];
    return typeof value === "number" && value !== 0 ? value : undefined;
  }

  flag(key: string): boolean {
    return this.values[key] === true;
  }

  texts(key: string): string[] | undefined {
    const value = this.values[key];
    return Array.isArray(value) && value.length > 0 ? value.map((item) => text(item)) : undefined;
  }

  objects(key: string): Fields[] {
    const value = this.values[key];
    return Array.isArray(value) ? value.filter(isMap).map((item) => new Fields(item)) : [];
  }

  object(key: string): Fields | undefined {
    const value = this.values[key];
    return isMap(value) ? new Fields(value) : undefined;
  }

  map(key: string): Record<string, string> | undefined {
    const value = this.values[key];
    if (!isMap(value)) return undefined;
    const entries = Object.entries(value).filter(([name]) => name !== "__defaults");
    return entries.length > 0 ? Object.fromEntries(entries.map(([k, v]) => [k, text(v)])) : undefined;
  }

  /** A list of `{label, value}` as a map. */
  labels(key = "labels"): Record<string, string> | undefined {
    const pairs = this.objects(key);
    if (pairs.length === 0) return undefined;
    return Object.fromEntries(pairs.map((pair) => [pair.text("label") ?? "", pair.text("value") ?? ""]));
  }
}

function text(value: PropertyValue): string {
  return typeof value === "string" ? value : value === null ? "" : String(value);
}
