import { randomUUID } from "node:crypto";
import { type RegisterPackageRequest, RegisterPackageResponse } from "@pulumi/pulumi/proto/resource_pb";
import { type ProviderRequest, providerRequest } from "./provider-request";

/** The packages that a program registers, by the reference that its resources then carry. */
export class Packages {
  private readonly requests = new Map<string, ProviderRequest>();
  private readonly references = new Map<string, string>();

  /** @throws Error when the name is missing, a version is none, or the package extends another */
  register(message: RegisterPackageRequest): RegisterPackageResponse {
    if (message.getName() === "") throw new Error("package name is empty");
    if (message.hasExtension$()) {
      throw new Error(
        `the package ${message.getName()} extends another one, which this engine does not support; run the program ` +
          "with the Pulumi CLI",
      );
    }
    const parameter = message.getParameterization();
    const request = providerRequest(
      message.getName(),
      message.getVersion(),
      message.getDownloadUrl(),
      parameter && {
        name: parameter.getName(),
        version: parameter.getVersion(),
        value: parameter.getValue_asU8(),
      },
    );
    const { parameterization } = request;
    const value = parameterization ? Buffer.from(parameterization.value).toString("base64") : "";
    const key = JSON.stringify({ ...request, parameterization: { ...parameterization, value } });
    const reference = this.references.get(key) ?? randomUUID();
    this.references.set(key, reference);
    this.requests.set(reference, request);
    const response = new RegisterPackageResponse();
    response.setRef(reference);
    return response;
  }

  /** @throws Error when no package was registered under the reference */
  get(reference: string): ProviderRequest {
    const request = this.requests.get(reference);
    if (!request) throw new Error(`unknown provider package '${reference}'`);
    return request;
  }

  /** What is requested: the package of the reference, where there is one, else what else the request says. */
  request(reference: string, packageName: string, version: string, url: string): ProviderRequest {
    const given = providerRequest(packageName, version, url);
    return reference === "" ? given : this.get(reference);
  }
}
