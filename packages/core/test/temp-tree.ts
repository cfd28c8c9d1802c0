import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What to make at a path. */
export type TreeNode =
  | { readonly kind: "file"; readonly content: string | Uint8Array; readonly executable?: boolean }
  | { readonly kind: "symlink"; readonly target: string }
  | { readonly kind: "directory" };

/** A file tree: path → what is there. */
export type Tree = Readonly<Record<string, TreeNode>>;

const made: string[] = [];

/** Writes a tree to a new directory of its own and returns its path. */
export function writeTree(tree: Tree, order: "forward" | "backward" = "forward"): string {
  const root = mkdtempSync(join(tmpdir(), "anew-core-"));
  made.push(root);
  const nodes = Object.entries(tree);
  for (const [path, node] of order === "forward" ? nodes : nodes.reverse()) {
    const place = join(root, path);
    mkdirSync(node.kind === "directory" ? place : dirname(place), { recursive: true });
    if (node.kind === "file") writeFileSync(place, node.content, { mode: node.executable ? 0o755 : 0o644 });
    if (node.kind === "symlink") symlinkSync(node.target, place);
  }
  return root;
}

/** Removes all trees that were written. */
export function removeTrees(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}
