import { expect } from "chai";
import { cpuQuantity, memoryQuantity, resourceRequirements } from "../src/manifests/quantities";

describe("quantities", () => {
  it("have the form in which the API server gives them back", () => {
    const cpus = [0.001, 0.05, 0.25, 1, 1.5, 2, 10].map(cpuQuantity);
    expect(cpus).to.deep.equal(["1m", "50m", "250m", "1", "1500m", "2", "10"]);
    const memories = ["6 MiB", "256 MiB", "1024 MiB", "1.5 GiB", "8192 KiB"].map(memoryQuantity);
    expect(memories).to.deep.equal(["6Mi", "256Mi", "1Gi", "1536Mi", "8Mi"]);
  });

  it("limit a replica to what it reserves, and limit nothing that nobody asked for", () => {
    expect(resourceRequirements({ cpu: 0.5, memory: "256 MiB" })).to.deep.equal({
      requests: { cpu: "500m", memory: "256Mi" },
      limits: { cpu: "500m", memory: "256Mi" },
    });
    expect(resourceRequirements({ memory: "1 GiB" })).to.deep.equal({
      requests: { cpu: "50m", memory: "1Gi" },
      limits: { memory: "1Gi" },
    });
    expect(resourceRequirements(undefined)).to.deep.equal({ requests: { cpu: "50m", memory: "64Mi" } });
  });
});
