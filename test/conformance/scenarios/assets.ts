import { type Scenario, ups } from "../scenario";

const FILES = `
  const { mkdirSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
  const { join } = require("node:path");
  const { gzipSync, deflateRawSync, crc32 } = require("node:zlib");
  const { asset } = pulumi;
  const place = (name) => join(__dirname, name);
  rmSync(place("files"), { recursive: true, force: true });
  const file = (name, text) => {
    mkdirSync(join(place("files"), name, ".."), { recursive: true });
    writeFileSync(join(place("files"), name), text);
  };
  const tar = (entries) => {
    const blocks = Object.entries(entries).map(([name, text]) => {
      const header = Buffer.alloc(512);
      header.write(name);
      header.write("0000644\\0", 100);
      header.write(Buffer.byteLength(text).toString(8).padStart(11, "0") + "\\0", 124);
      header.write("00000000000\\0", 136);
      header.write("        0", 148);
      header.write("ustar\\x0000", 257);
      header.write(header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0") + "\\0 ", 148);
      return Buffer.concat([header, Buffer.from(text), Buffer.alloc((512 - (Buffer.byteLength(text) % 512)) % 512)]);
    });
    return Buffer.concat([...blocks, Buffer.alloc(1024)]);
  };
`;

/** Files as values. */
export const assets: readonly Scenario[] = [
  {
    name: "assets",
    wholeState: true,
    program: `${FILES}
  const value = config.require("value");
  file("a.txt", "a " + value);
  file("same.txt", "a 1");
  file("folder/one", "1");
  file("folder/two/three", value);
  file("folder/two.txt", "x".repeat(1000));
  file("folder/ünï", "u");
  file("folder/" + "long/".repeat(30) + "name", "l");
  file("folder/" + "l".repeat(120), "l");
  file("folder/.pulumi/skipped", value + value);
  symlinkSync("one", place("files/folder/link"));
  symlinkSync("two", place("files/folder/folder-link"));
  file("a.tar", tar({ "x/one": "1", two: value }));
  file("a.tar.gz", gzipSync(tar({ "x/one": "1", two: "2" })));
  const nested = () => new asset.AssetArchive({
    z: new asset.StringAsset("z"), a: new asset.FileAsset("files/a.txt"), "b/c": new asset.FileArchive("files/folder"),
    inner: new asset.AssetArchive({ deep: new asset.StringAsset(value) }),
    tar: new asset.FileArchive("files/a.tar.gz"),
  });
  new Raw("a", {
    text: new asset.StringAsset("text " + value), file: new asset.FileAsset("files/a.txt"),
    list: [new asset.StringAsset("in a list")], secret: pulumi.secret(new asset.StringAsset("hush")),
    same: value === "1" ? new asset.StringAsset("a 1") : new asset.FileAsset("files/same.txt"),
  });
  new Raw("b", {
    folder: new asset.FileArchive("files/folder"), tar: new asset.FileArchive("files/a.tar"), gz: new asset.FileArchive("./files/a.tar.gz"),
    nested: nested(), none: new asset.AssetArchive({}),
  });`,
    unordered: true,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1", "1", "2"),
      { run: "refresh" },
      { run: "destroy" },
    ],
  },
  {
    name: "assets-and-dynamic-resources",
    wholeState: true,
    program: `${FILES}
  const value = config.require("value");
  file("a.txt", value === "2" ? "other" : "a");
  const a = new Logged("a", { value: new asset.FileAsset("files/a.txt"), text: new asset.StringAsset("t" + (value === "3")) }, {});
  new Logged("b", { value: new asset.AssetArchive({ x: new asset.FileAsset("files/a.txt") }) });`,
    unordered: true,
    commands: ups("1", "1", "2", "3"),
  },
  {
    name: "assets-from-zip",
    wholeState: true,
    program: `${FILES}
  const zip = (entries) => {
    const locals = [];
    const centrals = [];
    let offset = 0;
    for (const [name, text, stored] of entries) {
      const data = stored ? Buffer.from(text) : deflateRawSync(Buffer.from(text));
      const local = Buffer.alloc(30);
      local.writeUInt32LE(0x04034b50, 0);
      local.writeUInt16LE(20, 4);
      local.writeUInt16LE(stored ? 0 : 8, 8);
      local.writeUInt32LE(crc(Buffer.from(text)), 14);
      local.writeUInt32LE(data.length, 18);
      local.writeUInt32LE(Buffer.byteLength(text), 22);
      local.writeUInt16LE(Buffer.byteLength(name), 26);
      const central = Buffer.alloc(46);
      central.writeUInt32LE(0x02014b50, 0);
      central.writeUInt16LE(20, 4);
      central.writeUInt16LE(20, 6);
      local.copy(central, 10, 8, 28);
      central.writeUInt16LE(Buffer.byteLength(name), 28);
      central.writeUInt32LE(offset, 42);
      locals.push(local, Buffer.from(name), data);
      centrals.push(central, Buffer.from(name));
      offset += 30 + Buffer.byteLength(name) + data.length;
    }
    const directory = Buffer.concat(centrals);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(entries.length, 8);
    end.writeUInt16LE(entries.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...locals, directory, end]);
  };
  const crc = (data) => {
    let sum = ~0;
    for (const byte of data) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  };
  file("a.zip", zip([["one", "1".repeat(500)], ["folder/", "", true], ["folder/two", config.require("value"), true]]));
  file("a.jar", zip([["m", "m"]]));
  new Raw("a", { zip: new asset.FileArchive("files/a.zip"),
    inside: new asset.AssetArchive({ z: new asset.FileArchive("files/a.zip"), "j/k": new asset.FileArchive("files/a.jar") }) });`,
    commands: ups("1", "2"),
  },
  {
    name: "assets-from-elsewhere",
    wholeState: true,
    program: `${FILES}
  const { createServer } = require("node:http");
  const value = config.require("value");
  const answers = { "/a.txt": "remote " + value, "/a.tar": tar({ one: value }), "/none": "not here" };
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/none" ? 404 : 200;
    response.end(answers[request.url]);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = "http://127.0.0.1:" + server.address().port;
  server.unref();
  file("b.txt", "b");
  const a = new Raw("a", {
    asset: new asset.RemoteAsset(at + "/a.txt"), archive: new asset.RemoteArchive(at + "/a.tar"),
    inside: new asset.AssetArchive({ a: new asset.RemoteAsset(at + "/a.txt"), b: new asset.RemoteArchive(at + "/a.tar") }),
    local: new asset.RemoteAsset("file://" + place("files/b.txt")), missing: new asset.RemoteAsset(at + "/none"),
  });
  await new Promise((resolve) => a.urn.apply(resolve));`,
    commands: ups("1", "1", "2"),
  },
  {
    name: "assets-that-are-missing",
    program: `${FILES}
  file("plain", "x");
  file("folder/x", "x");
  file("broken.zip", "no zip");
  const wrong = {
    file: () => new asset.FileAsset("files/none"),
    "folder as a file": () => new asset.FileAsset("files/folder"),
    archive: () => new asset.FileArchive("files/none"),
    "file as an archive": () => new asset.FileArchive("files/plain"),
    "tar that is not there": () => new asset.FileArchive("files/none.tar"),
    "in an archive": () => new asset.AssetArchive({ x: new asset.FileAsset("files/none") }),
    "broken in an archive": () => new asset.AssetArchive({ x: new asset.FileArchive("files/broken.zip") }),
    scheme: () => new asset.RemoteAsset("gopher://example.com/x"),
    "no archive": () => new asset.RemoteArchive("http://127.0.0.1:1/x"),
    "broken alone": () => new asset.FileArchive("files/broken.zip"),
  };
  new Raw("a", { value: wrong[config.require("value")]() });`,
    commands: ups(
      "file",
      "folder as a file",
      "archive",
      "file as an archive",
      "tar that is not there",
      "in an archive",
      "broken in an archive",
      "scheme",
      "no archive",
      "broken alone",
    ),
  },
  {
    // What is given comes without a hash, and stays so: the real engine adds one in a later update, when it compares.
    name: "assets-that-plugins-give",
    wholeState: true,
    program: `
  const { asset } = pulumi;
  const SIGNATURE = "4dabf18193072939515e22adb298388d";
  behave({ outputs: {
    text: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "from the plugin" },
    archive: { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: { x: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "y" } } },
  } });
  const a = new Raw("a", { value: config.require("value"), text: undefined, archive: undefined });
  new Raw("b", { given: a.text, archive: a.archive });
  return { text: a.text, own: new asset.StringAsset("own"), deep: [new asset.AssetArchive({ a: new asset.StringAsset("a") })] };`,
    commands: ups("1"),
  },
];
