import type { PropertyValue } from "../../values";

/** Answers what is wrong with a value, or undefined. Never called with an unknown value. */
export type Validator = (value: PropertyValue) => string | undefined;

interface CommonSchema {
  /** The program must give it. @default false */
  readonly required?: boolean;
  /** The provider fills it when the program does not; unknown in the preview of a create. @default false */
  readonly computed?: boolean;
  /** An output that no program can set. @default false */
  readonly outputOnly?: boolean;
  /** A change replaces the resource. @default false */
  readonly forceNew?: boolean;
  readonly validate?: Validator;
  /** Whether two different values mean the same, so that the old one stays. */
  readonly sameAs?: (old: PropertyValue, next: PropertyValue) => boolean;
}

export interface ScalarSchema extends CommonSchema {
  readonly kind: "string" | "boolean" | "integer";
  readonly default?: string | boolean | number;
}

export interface CollectionSchema extends CommonSchema {
  /** The order of a set's elements means nothing. */
  readonly kind: "list" | "set" | "map";
  readonly element: ScalarSchema | ObjectSchema;
  /** At most one element, which stands for the whole collection: an object instead of a list. @default false */
  readonly single?: boolean;
}

/** Any JSON, compared deeply: for tables that do not describe a property further. */
export interface AnySchema extends CommonSchema {
  readonly kind: "any";
}

export interface ObjectSchema {
  readonly kind: "object";
  readonly properties: Properties;
}

export type PropertySchema = ScalarSchema | CollectionSchema | AnySchema;
export type Properties = Readonly<Record<string, PropertySchema>>;

type Rest<T> = Omit<T, "kind" | "element">;

export const string = (rest: Rest<ScalarSchema> = {}): ScalarSchema => ({ kind: "string", ...rest });
export const boolean = (rest: Rest<ScalarSchema> = {}): ScalarSchema => ({ kind: "boolean", ...rest });
export const integer = (rest: Rest<ScalarSchema> = {}): ScalarSchema => ({ kind: "integer", ...rest });
export const anything = (rest: Rest<AnySchema> = {}): AnySchema => ({ kind: "any", ...rest });

export const object = (properties: Properties): ObjectSchema => ({ kind: "object", properties });

export const list = (
  element: ScalarSchema | ObjectSchema,
  rest: Rest<CollectionSchema> = {},
): CollectionSchema => ({ kind: "list", element, ...rest });

export const set = (
  element: ScalarSchema | ObjectSchema,
  rest: Rest<CollectionSchema> = {},
): CollectionSchema => ({ kind: "set", element, ...rest });

/** A map of strings. */
export const stringMap = (rest: Rest<CollectionSchema> = {}): CollectionSchema => ({
  kind: "map",
  element: string(),
  ...rest,
});
