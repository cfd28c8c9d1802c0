import type { CustomTimeouts, HookNames } from "../state/resource-state";
import type { PropertyMap, PropertyValue } from "../values";

/** Another name under which a resource may stand in the state. */
export type Alias =
  | { readonly urn: string }
  | {
      readonly name?: string;
      readonly type?: string;
      readonly stack?: string;
      readonly project?: string;
      /** The former parent's URN; the present parent when absent and `noParent` is not set. */
      readonly parent?: string;
      readonly noParent?: boolean;
    };

/** What a program asks for with one registration. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputs: PropertyMap;
  /** Empty for a root. */
  readonly parent: string;
  /** Absent when the program says nothing: then the parent's value holds. */
  readonly protect?: boolean;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `urn::id`; empty for components and providers. */
  readonly provider: string;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  /** Null when there is none. */
  readonly replacementTrigger: PropertyValue;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly Alias[];
  /** The id of an existing resource to import; empty when there is none. */
  readonly importId: string;
  readonly customTimeouts: CustomTimeouts;
  readonly retainOnDelete?: boolean;
  readonly deletedWith: string;
  readonly replaceWith: readonly string[];
  readonly hooks: HookNames;
  /** Where in the program, for the state only. */
  readonly sourcePosition?: string;
}
