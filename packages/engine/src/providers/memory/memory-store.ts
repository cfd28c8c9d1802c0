import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { PropertyMap } from "../../values";
import type { MemoryObject } from "./memory-type";

/** Something that a provider did to the platform. */
export interface MemoryEffect {
  readonly operation: "create" | "update" | "delete";
  readonly type: string;
  /** The resource's logical name. */
  readonly name: string;
  readonly id: string;
}

interface StoreFile {
  readonly version: 1;
  readonly count: number;
  readonly objects: readonly MemoryObject[];
}

/**
 * The platform that memory providers play: its objects outlive an update, and a test can look at them and change
 * them behind the engine's back. With a file they outlive the process too; the file holds them in clear text.
 */
export class MemoryStore {
  private readonly objects = new Map<string, MemoryObject>();
  private readonly noted: MemoryEffect[] = [];
  private count = 0;

  /** @param file - read if it exists, and written at each change */
  constructor(private readonly file?: string) {
    if (!file || !existsSync(file)) return;
    const content = JSON.parse(readFileSync(file, "utf8")) as StoreFile;
    if (content.version !== 1) throw new Error(`${file}: got version ${content.version}, expected 1`);
    this.count = content.count;
    for (const object of content.objects) this.objects.set(key(object.type, object.id), object);
  }

  /** All objects, or those of one type, in the order in which they were made. */
  list(type?: string): MemoryObject[] {
    return [...this.objects.values()].filter((object) => type === undefined || object.type === type);
  }

  get(type: string, id: string): MemoryObject | undefined {
    return this.objects.get(key(type, id));
  }

  /** Adds or replaces an object. */
  put(object: MemoryObject): void {
    this.objects.set(key(object.type, object.id), object);
    this.save();
  }

  /** Changes outputs of an object, as somebody's hand on the platform would. */
  change(type: string, id: string, outputs: PropertyMap): void {
    const object = this.get(type, id);
    if (!object) throw new Error(`${type} ${id}: no such object`);
    this.put({ ...object, outputs: { ...object.outputs, ...outputs } });
  }

  /** @returns whether there was one */
  remove(type: string, id: string): boolean {
    const removed = this.objects.delete(key(type, id));
    if (removed) this.save();
    return removed;
  }

  /** What providers did since the last call of this method, in that order. */
  takeEffects(): MemoryEffect[] {
    return this.noted.splice(0);
  }

  /** Notes what a provider did. */
  note(effect: MemoryEffect): void {
    this.noted.push(effect);
  }

  /** A number that no object had before, from 1. */
  next(): number {
    this.count++;
    return this.count;
  }

  private save(): void {
    if (!this.file) return;
    const content: StoreFile = { version: 1, count: this.count, objects: this.list() };
    // Renamed into place, so that a killed process leaves the old content or the new one.
    const temporary = `${this.file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(content, undefined, 1), { mode: 0o600 });
    renameSync(temporary, this.file);
  }
}

function key(type: string, id: string): string {
  return `${type}|${id}`;
}
