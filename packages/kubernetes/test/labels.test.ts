import { LABELS } from "@anew/core";
import { expect } from "chai";
import fc from "fast-check";
import { groupSelector, kubernetesLabels, labelValues, nothingSelector, selectorOf } from "../src/labels";

/** As the API server checks a label's value and its key. */
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const KEY = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

const key = { project: "shop", stack: "dev", group: "web", owner: "0123456789abcdef" };

describe("labels", () => {
  it("have keys and values that Kubernetes takes, whatever project, stack and group are called", () => {
    const text = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (project, stack, group) => {
        const labels = kubernetesLabels({ ...key, project, stack, group }, "3f2a91c0");
        for (const [name, value] of Object.entries(labels)) {
          expect(name).to.match(KEY);
          expect(value).to.match(VALUE);
          expect(value.length).to.be.at.most(63);
        }
      }),
    );
  });

  it("tell two values apart, also where they had to be cut", () => {
    const text = fc.string({ minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(a !== b);
        expect(labelValues({ x: a }).x).not.to.equal(labelValues({ x: b }).x);
      }),
    );
  });

  it("change nothing that may be a value, and nothing twice", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = labelValues({ x: text });
        expect(labelValues(once)).to.deep.equal(once);
      }),
    );
    expect(labelValues({ x: "v1.2_3-a", y: "" })).to.deep.equal({ x: "v1.2_3-a", y: "" });
  });
});

describe("selectors", () => {
  it("of a generation select its pods, and those of no other owner, group or generation", () => {
    const pod = kubernetesLabels(key, "3f2a91c0");
    const selects = (selector: Record<string, string>, labels: Record<string, string>) =>
      Object.entries(selector).every(([name, value]) => labels[name] === value);
    expect(selects(selectorOf(key, "3f2a91c0"), pod)).to.equal(true);
    expect(selects(groupSelector(key), pod)).to.equal(true);
    expect(selects(nothingSelector(key), pod)).to.equal(false);
    for (const other of [{ owner: "fedcba9876543210" }, { group: "shop" }]) {
      expect(selects(selectorOf({ ...key, ...other }, "3f2a91c0"), pod)).to.equal(false);
    }
    expect(selects(selectorOf(key, "91bc04aa"), pod)).to.equal(false);
  });

  it("stay as they are: another one would select nothing of what runs", () => {
    expect(selectorOf(key, "3f2a91c0")).to.deep.equal({
      [LABELS.owner]: "0123456789abcdef",
      [LABELS.group]: "web",
      [LABELS.generation]: "3f2a91c0",
    });
    expect(Object.values(LABELS)).to.include.members([
      "dev.anew.owner",
      "dev.anew.group",
      "dev.anew.generation",
    ]);
  });
});
