import type { PropertyMap } from "../../values";
import { madeUpHex } from "./made-up";

export interface TemplateValues {
  readonly inputs: PropertyMap;
  readonly id: string;
  readonly count: number;
  readonly type: string;
  readonly table: { readonly fill?: Readonly<Record<string, string>>; readonly id?: string };
}

/**
 * A text with values in the place of `{name}`: an input, `{id}`, `{count}`, `{arn}` (the template of that name),
 * `{hex8}` or `{HEX17}` (so many digits, the same for one object), `{listenerArn/}` (the input's last part between
 * slashes) and `{listenerArn/-2}` (the last but one).
 */
export function fillTemplate(template: string, values: TemplateValues): string {
  return template.replaceAll(/\{(\w+)(\/(-\d+)?)?\}/g, (_, name: string, slash?: string, from?: string) => {
    const text = value(name, values);
    return slash === undefined ? text : (text.split("/").at(Number(from ?? -1)) ?? text);
  });
}

function value(name: string, values: TemplateValues): string {
  const { inputs, id, count, type, table } = values;
  const [, hex, length] = /^(hex|HEX)(\d+)$/.exec(name) ?? [];
  if (hex !== undefined) {
    const digits = madeUpHex(`${type} ${count}`, Number(length));
    return hex === "HEX" ? digits.toUpperCase() : digits;
  }
  if (name === "count") return String(count);
  if (name === "id") return id;
  const given = inputs[name];
  if (given !== undefined && given !== null) return String(given);
  const other = table.fill?.[name];
  return other === undefined ? "" : fillTemplate(other, values);
}
