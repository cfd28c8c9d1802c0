import { ImageError } from "../image-error";

/** Why a registry could not be asked. */
type RegistryTrouble = "unreachable" | "timeout" | "denied" | "credentials" | "failed";

/** A registry that did not answer, or refused. */
class RegistryError extends ImageError {
  readonly trouble: RegistryTrouble;

  /** @param name the image or repository, without credentials */
  constructor(trouble: RegistryTrouble, name: string, detail: string) {
    super({ property: "repository", given: name, ...ADVICE[trouble] }, [detail]);
    this.name = "RegistryError";
    this.trouble = trouble;
  }
}

const ADVICE: Readonly<Record<RegistryTrouble, { expected: string; fix: string }>> = {
  unreachable: { expected: "a registry that can be reached", fix: "check its name, and that it runs" },
  timeout: { expected: "a registry that answers in time", fix: "check that it runs, then try again" },
  denied: {
    expected: "a registry that lets you in",
    fix: "log in with the rights that are needed: docker login",
  },
  credentials: {
    expected: "credentials that can be read",
    fix: "see ~/.docker/config.json, or log in again: docker login",
  },
  failed: { expected: "a registry that works", fix: "see its own log, then try again" },
};

export type { RegistryTrouble };
export { RegistryError };
