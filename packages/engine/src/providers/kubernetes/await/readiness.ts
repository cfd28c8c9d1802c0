import type { KubeObject } from "../object";

/** What one look at the cluster shows of an object that is waited for. */
export interface View {
  readonly object: KubeObject;
  /** As it was before the update; absent for an object that is new. */
  readonly before?: KubeObject;
  /** The related objects, by the names of {@link ReadinessRule.related}. */
  readonly related: Readonly<Record<string, readonly KubeObject[]>>;
  /** Since when, in milliseconds, the related objects of a name are as they are; infinite for a single look. */
  readonly unchangedFor: (name: string) => number;
  /** Since when the wait lasts, in milliseconds. */
  readonly waitedFor: number;
}

export interface Readiness {
  readonly ready: boolean;
  /** What is going on, for the resource's own line. */
  readonly status: readonly string[];
  /** Why it is not ready. */
  readonly reasons: readonly string[];
  /** Whether it will never be: waiting longer is of no use. @default false */
  readonly hopeless?: boolean;
}

/** Where to find related objects: one by its name, or those that a selector finds. */
export interface RelatedQuery {
  readonly apiVersion: string;
  readonly kind: string;
  /** @default the object's own */
  readonly namespace?: string;
  readonly name?: string;
  readonly labelSelector?: string;
  /** Whether they only tell what is wrong: who may not read them waits without. @default false */
  readonly isInformative?: boolean;
}

/** How to tell that an object of a kind has become what it should. */
export interface ReadinessRule {
  related?(object: KubeObject): Readonly<Record<string, RelatedQuery>>;
  assess(view: View): Readiness;
  /** Whether a refresh asks too. @default true */
  readonly isAskedAtRead?: boolean;
  /** How long to wait, in milliseconds, whatever the program says. @default as the program says */
  readonly fixedLimitMs?: number;
}

export const READY: Readiness = { ready: true, status: [], reasons: [] };

export function waiting(status: string, ...reasons: readonly string[]): Readiness {
  return { ready: false, status: [status], reasons };
}

/** An object did not become ready. */
export class AwaitFailure extends Error {
  constructor(
    message: string,
    readonly object: KubeObject,
    readonly reasons: readonly string[],
  ) {
    super(message);
    this.name = "AwaitFailure";
  }
}
