import { archiveHash, assetHash } from "../assets/asset-hash";
import {
  Archive,
  Asset,
  isList,
  isMap,
  OutputValue,
  type PropertyMap,
  type PropertyValue,
  Secret,
  setProperty,
  someValue,
} from "../values";

/** Gives assets and archives their hashes, so that a changed file is a changed input. */
export class AssetHashes {
  /** @param folder - where relative paths start */
  constructor(private readonly folder: string) {}

  /** @throws Error naming the property, when something cannot be read */
  async complete(map: PropertyMap): Promise<PropertyMap> {
    if (!someValue(map, (value) => value instanceof Asset || value instanceof Archive)) return map;
    return this.map(map);
  }

  private async map(map: PropertyMap): Promise<PropertyMap> {
    const result: Record<string, PropertyValue> = {};
    for (const key of Object.keys(map)) {
      setProperty(result, key, await this.value(map[key]!, key));
    }
    return result;
  }

  private async value(value: PropertyValue, key: string): Promise<PropertyValue> {
    if (value instanceof Asset) return this.asset(value, key);
    if (value instanceof Archive) return this.archive(value, key);
    if (isList(value)) return Promise.all(value.map((item) => this.value(item, key)));
    if (isMap(value)) return this.map(value);
    if (value instanceof Secret) return new Secret(await this.value(value.element, key));
    if (value instanceof OutputValue && value.element !== undefined) {
      return new OutputValue(await this.value(value.element, key), value.secret, value.dependencies);
    }
    return value;
  }

  private async asset(asset: Asset, key: string): Promise<Asset> {
    if (asset.content.hash) return asset;
    const hash = await assetHash(asset, this.folder).catch((error: Error) => {
      throw new Error(`failed to compute asset hash for "${key}": ${error.message}`);
    });
    return new Asset({ ...asset.content, hash });
  }

  private async archive(archive: Archive, key: string): Promise<Archive> {
    const { assets, hash: known } = archive.content;
    const members: Record<string, Asset | Archive> = {};
    for (const [name, member] of Object.entries(assets ?? {})) {
      members[name] =
        member instanceof Asset ? await this.asset(member, name) : await this.archive(member, name);
    }
    const complete = assets ? new Archive({ ...archive.content, assets: members }) : archive;
    if (known) return complete;
    const hash = await archiveHash(archive, this.folder).catch((error: Error) => {
      throw new Error(`failed to compute archive hash for "${key}": ${error.message}`);
    });
    return new Archive({ ...complete.content, hash });
  }
}
