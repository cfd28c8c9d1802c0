import { expect } from "chai";
import { describeRoute, type Listen, routeKey, routesOf } from "../src/router/route";

describe("a listen rule in the router's map", () => {
  it("is its port, its host in small letters or any, and its path with a border at the end", () => {
    const keys = [
      { port: 80 },
      { port: 80, path: "/" },
      { port: 8080, host: "WWW.Example.com", path: "/app" },
      { port: 443, path: "/app/" },
      { port: 443, path: "/a%20b//" },
    ].map(routeKey);
    expect(keys).to.deep.equal([
      "80|*|/",
      "80|*|/",
      "8080|www.example.com|/app/",
      "443|*|/app/",
      "443|*|/a%20b/",
    ]);
  });

  it("stands for its backend, or for the port to send on to", () => {
    expect(
      routesOf(
        [
          { port: 443, host: "a.example" },
          { port: 80, host: "a.example", redirectToHttps: { port: 443 } },
          { port: 8080, redirectToHttps: { port: 8443 } },
        ],
        "g07",
      ),
    ).to.deep.equal({ "443|a.example|/": "g07", "80|a.example|/": ">", "8080|*|/": ">:8443" });
  });

  it("is refused when it cannot be, with what was given", () => {
    const refused: [Listen, RegExp][] = [
      [{ port: 0 }, /listen\.port: got 0, expected a port from 1 to 65535/],
      [{ port: 80.5 }, /listen\.port: got 80\.5/],
      [{ port: 80, host: "a b" }, /listen\.host: got "a b"/],
      [{ port: 80, host: "example.com:80" }, /listen\.host: got "example\.com:80".*without a port/],
      [{ port: 80, host: "*.example.com" }, /listen\.host/],
      [{ port: 80, path: "app" }, /listen\.path: got "app"/],
      [{ port: 80, path: "/a b" }, /listen\.path/],
      [{ port: 80, path: "/a|b" }, /listen\.path/],
      [{ port: 80, path: "/a\nb" }, /listen\.path/],
      [{ port: 80, path: "/a?b" }, /listen\.path.*without a query/],
    ];
    for (const [listen, message] of refused) expect(() => routeKey(listen)).to.throw(message);
  });

  it("cannot stand twice in one group", () => {
    expect(() =>
      routesOf(
        [
          { port: 80, path: "/a" },
          { port: 80, path: "/a/" },
        ],
        "g01",
      ),
    ).to.throw("port 80, host any, path /a/ is named twice");
  });

  it("is told to people by its parts", () => {
    expect(describeRoute("80|www.example.com|/app/")).to.equal("port 80, host www.example.com, path /app/");
  });
});
