import type { SelectedService } from "./selector";

/** The address at which a group shows the generation that waits, before it gets any traffic. */
class Preview {
  constructor(private readonly service: SelectedService) {}

  show(generation: string): Promise<void> {
    return this.service.show(generation);
  }

  /** Shows nobody. @param only where it shows this one */
  async hide(only?: string): Promise<void> {
    const shown = this.service.shown(await this.service.read());
    if (
      shown.kind !== "nobody" &&
      (only === undefined || (shown.kind === "generation" && shown.generation === only))
    ) {
      await this.service.show(undefined);
    }
  }
}

export { Preview };
