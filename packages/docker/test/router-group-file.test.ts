import { expect } from "chai";
import { planAttach } from "../src/router/attach-plan";
import { type Attached, type GroupFile, parseGroupFile, renderGroupFile } from "../src/router/group-file";

const server = (slot: string, generation: string, name: string, weight = 0): Attached => ({
  slot,
  generation,
  name,
  address: `container-${name}`,
  port: 8080,
  weight,
  check: { path: "/healthz?deep=1", port: 8081, status: [200, 399] },
});

const file: GroupFile = {
  group: "project/stack/web",
  routes: { "80|*|/": "g03" },
  servers: [server("g03s01", "blue", "blue-0", 256), server("g03s03", "green", "green-0")],
  written: { blue: 100 },
};

describe("the file of a group in the router's volume", () => {
  it("holds the group in its first line, then routes, checks and all of the backend's slots", () => {
    const lines = renderGroupFile("g03", file).split("\n");
    expect(lines.slice(1, 9)).to.deep.equal([
      "# route 80|*|/ g03",
      "# check g03s01 200-399/healthz?deep=1",
      "# check g03s03 200-399/healthz?deep=1",
      "  server g03s01 container-blue-0:8080 port 8081 weight 256",
      "  server g03s02 192.0.2.1:80 disabled weight 0",
      "  server g03s03 container-green-0:8080 port 8081 weight 0",
      "  server g03s04 192.0.2.1:80 disabled weight 0",
      "  server g03s05 192.0.2.1:80 disabled weight 0",
    ]);
    expect(lines.filter((line) => line.startsWith("  server "))).to.have.length(32);
  });

  it("is read back as it was written", () => {
    expect(parseGroupFile("g03", renderGroupFile("g03", file))).to.deep.equal(file);
  });

  it("is refused when it is not Anew's", () => {
    for (const text of ["", "backend x\n", "# anew {", "# anew {}\n"]) {
      expect(() => parseGroupFile("g03", text)).to.throw("the router's file of backend g03 cannot be read");
    }
  });
});

describe("attaching servers", () => {
  const at = (name: string, port = 8080) => ({ name, address: `container-${name}`, port });

  it("gives new servers the first free slots, without weight", () => {
    const { attached } = planAttach("g03", file, "red", [at("red-0"), at("red-1")], { path: "/" });
    expect(attached.map(({ slot, weight }) => [slot, weight])).to.deep.equal([
      ["g03s02", 0],
      ["g03s04", 0],
    ]);
  });

  it("leaves a server that is there its slot and its weight", () => {
    const again = planAttach("g03", file, "blue", [at("blue-0")], { path: "/healthz?deep=1", port: 8081 });
    expect(again.gone).to.deep.equal([]);
    expect(again.file.servers).to.have.deep.members([...file.servers]);
  });

  it("takes the weight from one that is another server now", () => {
    const { attached } = planAttach("g03", file, "blue", [at("blue-0", 9090)], {});
    expect(attached.map(({ slot, weight, port }) => [slot, weight, port])).to.deep.equal([
      ["g03s01", 0, 9090],
    ]);
  });

  it("takes out the servers that a generation no longer has, and uses their slots", () => {
    const plan = planAttach("g03", file, "blue", [at("blue-1")], {});
    expect(plan.gone.map(({ name }) => name)).to.deep.equal(["blue-0"]);
    expect(plan.attached.map(({ slot }) => slot)).to.deep.equal(["g03s01"]);
  });

  it("counts any HTTP answer as healthy where nothing is said, and 200 to 399 for a path", () => {
    const checks = [{}, { path: "/up" }, { path: "/up", port: 9, status: { from: 204, to: 204 } }].map(
      (check) => planAttach("g03", file, "red", [at("red-0")], check).attached[0]?.check,
    );
    expect(checks).to.deep.equal([
      { path: "/", port: 8080, status: [100, 599] },
      { path: "/up", port: 8080, status: [200, 399] },
      { path: "/up", port: 9, status: [204, 204] },
    ]);
  });
});
