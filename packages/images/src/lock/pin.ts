/**
 * What a base image is fixed to: a digest in its registry, or the id of an image that only the local daemon
 * has. Both are `sha256:` and 64 hexadecimal digits.
 */
type Pin = { readonly digest: string } | { readonly imageId: string };

/** Base images by the name in the Dockerfile. */
type Pins = Readonly<Record<string, Pin>>;

/** What stands in the Dockerfile that is built: `node:22` becomes `node:22@sha256:…`, a local image its id. */
function pinnedName(name: string, pin: Pin): string {
  return "imageId" in pin ? pin.imageId : `${name}@${pin.digest}`;
}

/** For people and for hashes: `sha256:…`, or `local sha256:…`. */
function describePin(pin: Pin): string {
  return "imageId" in pin ? `local ${pin.imageId}` : pin.digest;
}

export type { Pin, Pins };
export { describePin, pinnedName };
