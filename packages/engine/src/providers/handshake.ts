import { ProviderHandshakeRequest } from "@pulumi/pulumi/proto/provider_pb";

/**
 * What the engine tells a plugin of itself: what the release does whose rules it follows.
 * @param folder - where the plugin's file is; none when the plugin was there before
 */
export function handshakeRequest(
  engineAddress: string,
  folder: string | undefined,
): ProviderHandshakeRequest {
  const request = new ProviderHandshakeRequest();
  request.setEngineAddress(engineAddress);
  if (folder !== undefined) {
    request.setRootDirectory(folder);
    request.setProgramDirectory(folder);
  }
  request.setConfigureWithUrn(true);
  request.setSupportsViews(true);
  request.setSupportsRefreshBeforeUpdate(true);
  request.setInvokeWithPreview(true);
  request.setAcceptsByteString(true);
  return request;
}
