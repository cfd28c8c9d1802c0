import type { BlueGreenGroupArgs, HostRouterArgs, ImmutableServiceArgs } from "@anew/docker";
import type { ImageBuildArgs } from "@anew/images";
import type { Alias } from "@pulumi/pulumi";

interface Declared<T> {
  readonly args: T;
  readonly protect?: boolean;
  readonly aliases?: readonly Alias[];
}

/** What test/e2e/program declares: plain JSON, with defaults that make short tests. */
export interface Program {
  /** One router for all groups. @default the implicit one */
  readonly router?: Declared<Pick<HostRouterArgs, "ports" | "release" | "certificates">>;
  readonly groups?: Readonly<Record<string, Declared<Partial<BlueGreenGroupArgs>>>>;
  readonly services?: Readonly<Record<string, Declared<Partial<ImmutableServiceArgs>>>>;
  /** An image to build for all of them. @default the configuration's */
  readonly build?: ImageBuildArgs;
  /** With a library that renders one more field. */
  readonly newerLibrary?: boolean;
}
