import { ContentHash, fileTreeHash } from "@anew/core";
import { describePin } from "../lock/pin";
import type { UnpinnedDefinition } from "./definition";

/**
 * The hash of everything that goes into an image. What is not in it: times, owners, where the files lie, the
 * lock file's form, secrets.
 *
 * @returns 64 hexadecimal digits; another value for the same content would be a breaking change
 */
function contentHashOf(definition: UnpinnedDefinition): string {
  const { dockerfile, buildArgs, target, platforms, bases, pins } = definition;
  const hash = new ContentHash("anew/image/1")
    .field("dockerfile", dockerfile.text)
    .field("context", fileTreeHash(definition.context, definition.filter));
  for (const name of Object.keys(buildArgs).sort()) {
    hash.field("build-arg", name).field("value", buildArgs[name] ?? "");
  }
  if (target !== undefined) hash.field("target", target.toLowerCase());
  for (const platform of platforms) hash.field("platform", platform);
  for (const { name, pinned } of bases) {
    const pin = pins[name];
    if (!pinned && pin !== undefined) hash.field("base", name).field("pin", describePin(pin));
  }
  return hash.digest();
}

export { contentHashOf };
