import { generationOptions } from "@anew/core";
import { BlueGreenGroup, ImmutableService } from "@anew/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { INPUT_KEYS } from "../../src/input-keys";
import { KubernetesObject } from "../../src/kubernetes-object";
import { anchorManifest } from "../../src/manifests/anchor";
import { filesManifest } from "../../src/manifests/files";
import { serviceManifest } from "../../src/manifests/generation-service";
import type { Manifest } from "../../src/manifests/manifest";
import { autoscalerManifest, budgetManifest } from "../../src/manifests/scaling";
import { base, image, KubernetesStack } from "../support/kubernetes-stack";

const owned = { namespace: undefined, labels: { a: "b" } };
const spec = { port: 8080 } as Parameters<typeof serviceManifest>[1];
/** An object of each kind, and a change that the provider alone would do in place or by deleting first. */
const kinds: Readonly<Record<keyof typeof INPUT_KEYS, (version: number) => Manifest | undefined>> = {
  ConfigMap: (version) => filesManifest(owned, { "/a": String(version) }),
  Secret: (version) => ({
    ...anchorManifest(owned),
    kind: "Secret",
    type: "Opaque",
    data: { a: Buffer.from(String(version)).toString("base64") },
  }),
  Deployment: (version) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {},
    spec: { replicas: version, selector: {}, template: {} },
  }),
  Service: (version) => serviceManifest(owned, { ...spec, port: version }, {}),
  PodDisruptionBudget: (version) => budgetManifest(owned, { version: String(version) }),
  HorizontalPodAutoscaler: (version) => autoscalerManifest(owned, "web", 1, { max: version, cpu: 50 }),
};

describe("the backstops of a generation's objects", () => {
  for (const [kind, manifest] of Object.entries(kinds)) {
    it(`replace a ${kind}, new before old`, async () => {
      let version = 1;
      const stack = new KubernetesStack(() => {
        const group = new pulumi.ComponentResource("test:Group", "group");
        const keys = INPUT_KEYS[kind as keyof typeof INPUT_KEYS];
        new KubernetesObject("one", manifest(version) as Manifest, generationOptions(group, keys));
        return {};
      });
      try {
        expect((await stack.up()).error).to.equal(undefined);
        version = 2;
        const preview = await stack.preview();
        const { lines, error } = await stack.up();
        expect(error).to.equal(undefined);
        const changed = ["create-replacement one", "replace one", "delete-replaced one"];
        expect(lines.filter((line) => !line.startsWith("same"))).to.deep.equal(changed);
        expect(preview.lines.filter((line) => !line.startsWith("same"))).to.deep.equal(changed);
      } finally {
        stack.remove();
      }
    });
  }
});

describe("every component of a cluster", () => {
  it("registers all of its public outputs", async () => {
    const made: Record<string, pulumi.ComponentResource> = {};
    const stack = new KubernetesStack((kubeconfig) => {
      const connection = { kubeconfig };
      const web = new BlueGreenGroup("web", { ...base, connection });
      const job = new ImmutableService("job", { image: image(1), connection });
      Object.assign(made, { web, job });
      return {};
    });
    try {
      expect((await stack.up()).error).to.equal(undefined);
      const resources = await stack.resources();
      for (const [name, component] of Object.entries(made)) {
        const state = resources.find(({ urn, custom }) => !custom && urn.endsWith(`::${name}`));
        const outputs = Object.entries(component).filter(
          ([key, value]) => !key.startsWith("__") && key !== "urn" && pulumi.Output.isInstance(value),
        );
        expect(Object.keys(state?.outputs ?? {}), name).to.include.members(outputs.map(([key]) => key));
        expect(outputs, name).not.to.deep.equal([]);
      }
    } finally {
      stack.remove();
    }
  });
});
