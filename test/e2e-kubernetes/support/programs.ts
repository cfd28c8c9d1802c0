import type { BlueGreenGroupArgs, ImmutableServiceArgs } from "@anew/kubernetes";
import type { Alias } from "@pulumi/pulumi";

interface Declared<T> {
  readonly args: T;
  readonly protect?: boolean;
  readonly aliases?: readonly Alias[];
}

/** What test/e2e-kubernetes/program declares: plain JSON, with defaults that make short tests. */
export interface Program {
  readonly groups?: Readonly<Record<string, Declared<Partial<BlueGreenGroupArgs>>>>;
  readonly services?: Readonly<Record<string, Declared<Partial<ImmutableServiceArgs>>>>;
  /** Any objects of the cluster beside them, in the stack's namespace. */
  readonly objects?: Readonly<
    Record<string, { readonly apiVersion: string; readonly kind: string; readonly [field: string]: unknown }>
  >;
}
