import { type Clock, REAL_CLOCK } from "../../clock";
import type { ProviderFactory } from "../../provider";
import { typePackage } from "../../urn";
import { AWS_INVOKES } from "./aws-invokes";
import { AWS_TYPES } from "./aws-types";
import { type BridgedTables, bridgedTypes } from "./bridged-table";
import { DOCKER_INVOKES } from "./docker-invokes";
import { DOCKER_TYPES } from "./docker-types";
import { kubernetesRules } from "./kubernetes-types";
import { MemoryFaults } from "./memory-faults";
import { type MemoryInvoke, MemoryProvider, type MemoryProviderOptions } from "./memory-provider";
import type { MemoryRules } from "./memory-rules";
import { MemoryStore } from "./memory-store";
import { type MemoryType, rulesOf } from "./memory-type";

export interface MemoryCloudOptions {
  /** Types of your own, or others in the place of the built-in ones, as data. @default none */
  readonly tables?: BridgedTables;
  /** Types of your own, as code. @default none */
  readonly types?: readonly (MemoryType | MemoryRules)[];
  /** Functions of your own by token. @default none */
  readonly invokes?: Readonly<Record<string, MemoryInvoke>>;
  /** @default one of its own */
  readonly store?: MemoryStore;
  /** @default real time */
  readonly clock?: Clock;
}

/**
 * Platforms that exist only in memory: docker, kubernetes, aws, and the packages of your own types, over one store and
 * with one list of faults.
 */
export class MemoryCloud {
  /** What exists. */
  readonly store: MemoryStore;
  /** What is to go wrong. */
  readonly faults = new MemoryFaults();
  /** For `TestStack` and `LocalEngine`. */
  readonly providers: Readonly<Record<string, ProviderFactory>>;

  constructor(private readonly options: MemoryCloudOptions = {}) {
    this.store = options.store ?? new MemoryStore();
    const { tables = {}, types = [], invokes = {} } = options;
    const own = [...bridgedTypes(tables), ...types];
    const tokens = [...own.map((type) => rulesOf(type).type), ...Object.keys(invokes)];
    const packages = new Set([...Object.keys(BUILT_IN), ...tokens.map(typePackage)]);
    this.providers = Object.fromEntries(
      [...packages].map((name) => {
        const factory: ProviderFactory = ({ clock }) => {
          const base = BUILT_IN[name] ?? { types: [] };
          return new MemoryProvider({
            ...base,
            types: [...base.types, ...own.filter((type) => typePackage(rulesOf(type).type) === name)],
            invokes: { ...base.invokes, ...invokes },
            store: this.store,
            faults: this.faults,
            clock: this.options.clock ?? clock ?? REAL_CLOCK,
          });
        };
        return [name, factory];
      }),
    );
  }
}

const BUILT_IN: Readonly<Record<string, Pick<MemoryProviderOptions, "types" | "other" | "invokes">>> = {
  docker: { types: DOCKER_TYPES, invokes: DOCKER_INVOKES },
  kubernetes: { types: [], other: kubernetesRules },
  aws: { types: AWS_TYPES, invokes: AWS_INVOKES },
};
