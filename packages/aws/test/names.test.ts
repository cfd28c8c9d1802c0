import { expect } from "chai";
import * as fc from "fast-check";
import { AUTO_NAME_LENGTH, MAX_TARGET_GROUP_NAME, resourceName } from "../src/names";

const id = fc.stringMatching(/^[0-9a-f]{8}$/);

describe("the names of a generation's resources", () => {
  it("keep a short group's name and the id as they are", () => {
    expect(resourceName("web", "3f2a91c0")).to.equal("web-3f2a91c0");
  });

  it("leave room for the provider's own end in the name of a target group, and hold what AWS takes", () => {
    const anyGroup = fc.oneof(
      fc.string({ minLength: 1, unit: "grapheme" }),
      fc.stringMatching(/^[a-c][ab-]{0,20}$/),
    );
    fc.assert(
      fc.property(anyGroup, id, (group, generation) => {
        const name = resourceName(group, generation);
        expect(name.length).to.be.at.most(MAX_TARGET_GROUP_NAME - AUTO_NAME_LENGTH);
        expect(name)
          .to.match(/^[a-z][a-z0-9-]*$/)
          .and.to.match(new RegExp(`-${generation}$`));
        expect(name).not.to.contain("--");
      }),
    );
  });

  it("never collide when cut", () => {
    const group = fc.oneof(
      fc.string({ minLength: 1, maxLength: 60 }),
      fc.stringMatching(/^[a-c][ab-]{0,8}[a-c]$/),
    );
    fc.assert(
      fc.property(group, group, id, (a, b, generation) => {
        fc.pre(a !== b);
        expect(resourceName(a, generation)).not.to.equal(resourceName(b, generation));
      }),
    );
  });
});
