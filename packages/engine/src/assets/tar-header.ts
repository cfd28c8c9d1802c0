/** A tar block in bytes. */
export const BLOCK = 512;
const NAME = 100;
const PREFIX = 155;
/** The greatest size that a header's octal field holds. */
const MAX_SIZE = 8 ** 11;

/**
 * The header of a regular file as Go's archive/tar writes it: mode 0600, no owner, no time; USTAR where the name fits,
 * else PAX. An archive's hash is made of these bytes, so they must be the same.
 */
export function tarHeader(name: string, size: number): Buffer {
  const split = splitName(name);
  const plain = isAscii(name) && (Buffer.byteLength(name) <= NAME || split !== undefined);
  if (plain && size < MAX_SIZE) {
    const [prefix, rest] = split ?? ["", name];
    const block = header(rest, size, "0", true);
    block.write(prefix, 345, PREFIX, "latin1");
    return sealed(block);
  }
  return paxHeaders(name, size, plain);
}

function paxHeaders(name: string, size: number, plain: boolean): Buffer {
  const records = (plain ? "" : record("path", name)) + (size < MAX_SIZE ? "" : record("size", String(size)));
  const data = Buffer.from(records);
  const slash = name.lastIndexOf("/") + 1;
  const folder = name.slice(0, slash);
  const extended = `${folder}PaxHeaders.0/${name.slice(slash)}`;
  const shortName = ascii(extended).slice(0, NAME).replace(/\/+$/, "");
  const first = header(shortName, data.length, "x", false);
  first.write("0000000\0", 100, "latin1");
  return Buffer.concat([
    sealed(first),
    data,
    padding(data.length),
    sealed(header(ascii(name), size < MAX_SIZE ? size : 0, "0", true)),
  ]);
}

/** What follows content of a size, so that the next header starts at a block. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

function header(name: string, size: number, type: string, devices: boolean): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, NAME, "latin1");
  // Readers take a name that ends in a slash for a folder's.
  if (name.length > NAME && name[NAME - 1] === "/") {
    block.fill(0, name.slice(0, NAME - 1).replace(/\/+$/, "").length, NAME);
  }
  block.write("0000600\0", 100, "latin1");
  block.write("0000000\0", 108, "latin1");
  block.write("0000000\0", 116, "latin1");
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  block.write("00000000000\0", 136, "latin1");
  block.write(type, 156, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  if (devices) {
    block.write("0000000\0", 329, "latin1");
    block.write("0000000\0", 337, "latin1");
  }
  return block;
}

function sealed(block: Buffer): Buffer {
  block.write("        ", 148, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

function record(key: string, value: string): string {
  const fixed = Buffer.byteLength(key) + Buffer.byteLength(value) + 3;
  let size = fixed + String(fixed).length;
  size = fixed + String(size).length;
  return `${size} ${key}=${value}\n`;
}

/** A name of up to 256 bytes in two parts, where USTAR allows it. */
function splitName(name: string): [string, string] | undefined {
  if (name.length <= NAME || !isAscii(name)) return undefined;
  let length = name.length;
  if (length > PREFIX + 1) length = PREFIX + 1;
  else if (name.endsWith("/")) length--;
  const slash = name.slice(0, length).lastIndexOf("/");
  const rest = name.length - slash - 1;
  if (slash <= 0 || rest > NAME || rest === 0 || slash > PREFIX) return undefined;
  return [name.slice(0, slash), name.slice(slash + 1)];
}

function isAscii(text: string): boolean {
  return ascii(text).length === text.length;
}

function ascii(text: string): string {
  return [...text].filter((character) => character > "\0" && character < "\x80").join("");
}
