import { isList, isMap, type PropertyValue } from "../../values";
import {
  anything,
  boolean,
  integer,
  list,
  type PropertySchema,
  set,
  string,
  stringMap,
  type Validator,
} from "../schema/property-schema";
import type { AutoName, ResourceSchema } from "../schema/resource-schema";
import { madeUp } from "./made-up";
import type { MemoryType } from "./memory-type";
import { sameElements, sameJson } from "./same-value";
import { EMPTY, type Line, parseLine } from "./table-line";
import { fillTemplate } from "./template";

/**
 * A type of a bridged provider as data. Each property is a line of words: its kind first, then what is so of it.
 *
 * Kinds: `string`, `boolean`, `integer`, `number`, `json` (a text or an object, compared as JSON), `map` (of strings),
 * `list` and `set` (of strings), `object`, `object list`, `object set` (compared deeply).
 *
 * Words: `required`; `out` (no input); `computed` (filled when the program gives none); `replaces`; `replaces:<key>`
 * (a change of this key of the object replaces); `swap` (coming and going replaces, another value does not);
 * `secret`; `max=<length>`; and last `=<default>`.
 */
export interface BridgedTable {
  readonly properties: Readonly<Record<string, string>>;
  /** A template of the id. @default `<type's last word>-<count>` */
  readonly id?: string;
  /** Templates of what the platform fills. @default made-up texts for outputs, nothing for inputs */
  readonly fill?: Readonly<Record<string, string>>;
  readonly autoName?: AutoName;
  /** Every replacement deletes first. @default false */
  readonly deleteFirst?: boolean;
}

/** Tables by type token, for example `aws:lb/targetGroup:TargetGroup`. */
export type BridgedTables = Readonly<Record<string, BridgedTable>>;

/** Types for a memory provider out of tables. @throws Error when a line of a table makes no sense */
export function bridgedTypes(tables: BridgedTables): MemoryType[] {
  return Object.entries(tables).map(([type, table]) => bridgedType(type, table));
}

function bridgedType(type: string, table: BridgedTable): MemoryType {
  const lines = Object.entries(table.properties).map(
    ([key, text]) => [key, parseLine(type, key, text)] as const,
  );
  const properties = Object.fromEntries(lines.map(([key, line]) => [key, schemaOf(line)]));
  const schema: ResourceSchema = {
    type,
    properties,
    replacesToo: (path, change) => {
      const [key = "", inner = ""] = path.split(/[.[]/);
      const line = lines.find(([name]) => name === key)?.[1];
      if (line?.swap) return change !== "update";
      return line !== undefined && line.inner.length > 0 && (inner === "" || line.inner.includes(inner));
    },
    ...(table.autoName ? { autoName: table.autoName } : {}),
    ...(table.deleteFirst ? { deleteBeforeReplace: true } : {}),
  };
  return {
    schema,
    id: (inputs, count) => madeId(type, table, inputs, count),
    fill: (inputs, id, count) => {
      const filled: Record<string, PropertyValue> = {};
      for (const [key, line] of lines) {
        const template = table.fill?.[key];
        if (inputs[key] !== undefined && !line.out) continue;
        if (template !== undefined)
          filled[key] = typed(fillTemplate(template, { inputs, id, count, type, table }), line);
        else if (line.out) filled[key] = madeUp(key, properties[key]!, id);
        else if (line.computed) filled[key] = EMPTY[line.kind] ?? null;
      }
      return filled;
    },
    secrets: lines.filter(([, line]) => line.secret).map(([key]) => key),
  };
}

function madeId(
  type: string,
  table: BridgedTable,
  inputs: Readonly<Record<string, PropertyValue>>,
  count: number,
) {
  const plain = `${type.split(":").at(-1)}-${count}`;
  return table.id === undefined ? plain : fillTemplate(table.id, { inputs, id: plain, count, type, table });
}

function schemaOf(line: Line): PropertySchema {
  const flags = {
    ...(line.required ? { required: true } : {}),
    ...(line.computed ? { computed: true } : {}),
    ...(line.out ? { outputOnly: true } : {}),
    ...(line.replaces ? { forceNew: true } : {}),
    ...(line.max === undefined ? {} : { validate: atMost(line.max) }),
  };
  const fallback =
    line.default === undefined ? {} : { default: typed(line.default, line) as string | boolean | number };
  switch (line.kind) {
    case "string":
      return string({ ...flags, ...fallback });
    case "boolean":
      return boolean({ ...flags, ...fallback });
    case "integer":
      return integer({ ...flags, ...fallback });
    case "map":
      return stringMap(flags);
    case "list":
      return list(string(), flags);
    case "set":
      return set(string(), flags);
    case "json":
      return anything({ ...flags, sameAs: sameJson });
    case "object set":
      return anything({ ...flags, sameAs: sameElements });
    default:
      return anything(flags);
  }
}

function typed(text: string, line: Line): PropertyValue {
  if (line.kind === "boolean") return text === "true";
  return line.kind === "integer" || line.kind === "number" ? Number(text) : text;
}

const atMost =
  (length: number): Validator =>
  (value) => {
    if (isList(value) || isMap(value) || String(value).length <= length) return undefined;
    return `"${String(value)}" cannot be longer than ${length} characters`;
  };
