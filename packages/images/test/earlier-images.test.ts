import { expect } from "chai";
import { earlierImages } from "../src/earlier-images";

const type = "pulumi-nodejs:dynamic/anew:Image";
const TYPE = `anew:images:ImageBuild$${type}`;
const build = (name: string): string => `urn:pulumi:dev::project::anew:images:ImageBuild::${name}`;
const image = (name: string): string => `urn:pulumi:dev::project::${TYPE}::${name}`;
const state = (images: Record<string, string | undefined>) =>
  new Map(Object.entries(images).map(([name, createdAt]) => [image(name), { createdAt }]));

describe("The earlier images of a build", () => {
  const images = state({
    "web-00000001": "2026-01-01T00:00:00.000Z",
    "web-00000002": "2026-03-01T00:00:00.000Z",
    "web-00000003": "2026-02-01T00:00:00.000Z",
    "web-00000004": undefined,
  });

  it("are the newest ones without the one in use; what an older version recorded comes last", () => {
    const earlier = (current: string, keep: number) =>
      earlierImages(images, [build("web")], { type, current, keep });
    expect(earlier("00000009", 10)).to.deep.equal(["00000002", "00000003", "00000001", "00000004"]);
    expect(earlier("00000002", 2)).to.deep.equal(["00000003", "00000001"]);
    expect(earlier("00000002", 0)).to.deep.equal([]);
  });

  it("are not those of another build, whose name may begin alike", () => {
    const others = state({
      "web-api-00000001": "",
      "web2-00000002": "",
      "other-00000003": "",
      "web-notahash": "",
    });
    expect(earlierImages(others, [build("web")], { type, current: "", keep: 10 })).to.deep.equal([]);
    expect(earlierImages(others, [build("web-api")], { type, current: "", keep: 10 })).to.deep.equal([
      "00000001",
    ]);
  });

  it("are those under its former names too, each once", () => {
    const renamed = state({ "web-00000001": "1", "site-00000001": "1", "site-00000002": "2" });
    const both = [build("site"), build("web")];
    expect(earlierImages(renamed, both, { type, current: "", keep: 10 })).to.deep.equal([
      "00000002",
      "00000001",
    ]);
  });
});
