import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** The transforms that programs register: of the stack, and of resources for themselves and what is below them. */
export class TransformLists {
  readonly ofStack: Callback[] = [];
  readonly ofInvokes: Callback[] = [];
  private readonly ofResource = new Map<string, readonly Callback[]>();
  private readonly parents = new Map<string, string>();
  /** Of components that a plugin makes: for when it registers them. */
  private readonly pending = new Map<string, readonly Callback[]>();

  /** A registration's own transforms. */
  own(request: RegisterResourceRequest): readonly Callback[] {
    const key = `${request.getParent()}::${request.getType()}::${request.getName()}`;
    const pending = this.pending.get(key);
    if (pending) {
      this.pending.delete(key);
      return pending;
    }
    const own = request.getTransformsList();
    if (request.getRemote() && own.length > 0) this.pending.set(key, own);
    return own;
  }

  /** Those that a resource is transformed by: its own, its parents', the stack's. */
  all(own: readonly Callback[], parent: string): readonly Callback[] {
    const all = [...own];
    for (let urn = parent; urn !== ""; urn = this.parents.get(urn) ?? "") {
      all.push(...(this.ofResource.get(urn) ?? []));
    }
    return [...all, ...this.ofStack];
  }

  /** Notes a registered resource's own transforms. */
  registered(urn: string, parent: string, own: readonly Callback[]): void {
    this.parents.set(urn, parent);
    this.ofResource.set(urn, own);
  }
}
