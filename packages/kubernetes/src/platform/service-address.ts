import type { Clock, GroupKey, Split } from "@anew/core";
import { selectorOf } from "../labels";
import { type Address, FOLLOW_LOOK_MS, FOLLOW_TIMEOUT_MS, parseWritten, WRITTEN } from "./address";
import type { KubernetesApi } from "./api";
import { divideEndpoints, takesConnections } from "./endpoint-slices";
import { foreignSplit, SelectedService, shownSelector } from "./selector";

/** A Service as a group's address: its selector shows one generation, and so has all the traffic. */
class ServiceAddress implements Address {
  private readonly service: SelectedService;

  constructor(
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
    private readonly key: GroupKey,
    private readonly namespace: string,
    private readonly name: string,
  ) {
    this.service = new SelectedService(api, clock, key, namespace, name);
  }

  async read(): Promise<Split> {
    const service = await this.service.read();
    const shown = this.service.shown(service);
    if (shown.kind === "generation") {
      return { [shown.generation]: 100 };
    }
    // One that was never written is being adopted: what it selects is what the first release replaces.
    return shown.kind === "foreign" && parseWritten(service.metadata.annotations) !== undefined
      ? foreignSplit(shown.text)
      : {};
  }

  async written(): Promise<Split | undefined> {
    return parseWritten((await this.service.read()).metadata.annotations);
  }

  async shift(split: Split): Promise<void> {
    const receivers = Object.keys(split).filter((generation) => (split[generation] ?? 0) > 0);
    if (receivers.length > 1) {
      throw new Error(
        `Service ${this.namespace}/${this.name} can't divide the traffic over ${receivers.join(", ")}: ` +
          "its selector shows one generation. Give the group a gateway",
      );
    }
    const [generation] = receivers;
    const written = JSON.stringify(generation === undefined ? {} : { [generation]: 100 });
    await this.service.show(generation, { [WRITTEN]: written });
    await this.follow(generation);
  }

  async waysTo(generation: string): Promise<number> {
    const labels = selectorOf(this.key, generation);
    return (await divideEndpoints(this.api, this.namespace, this.name, labels)).own.length;
  }

  async join(): Promise<void> {}

  async leave(): Promise<void> {}

  /** Waits until the Service's endpoints are ready pods of this generation, and no others. */
  private async follow(generation: string | undefined): Promise<void> {
    const labels = shownSelector(this.key, generation);
    const end = this.clock.now() + FOLLOW_TIMEOUT_MS;
    for (;;) {
      const { own, others } = await divideEndpoints(this.api, this.namespace, this.name, labels);
      const served = generation === undefined || own.some(takesConnections);
      if (others.length === 0 && served) {
        return;
      }
      if (this.clock.now() >= end) {
        throw new Error(
          `the endpoints of Service ${this.namespace}/${this.name} did not follow its selector within ` +
            `${FOLLOW_TIMEOUT_MS / 1000} s: ${own.length} of ${generation ?? "nobody"}, ${others.length} others`,
        );
      }
      await this.clock.sleep(FOLLOW_LOOK_MS);
    }
  }
}

export { ServiceAddress };
