import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { execa } from "execa";
import { type HttpResponse, request } from "./http-client.ts";

/** An image's manifest, which the registry returns for a tag or digest. */
export interface Manifest {
  readonly mediaType?: string;
  readonly schemaVersion: number;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A reference to a blob. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** The parts of an image's configuration that tests read. */
export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly created?: string;
  readonly config: {
    readonly User?: string;
    readonly Env?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly Entrypoint?: readonly string[];
    readonly WorkingDir?: string;
    readonly Labels?: Readonly<Record<string, string>>;
  };
  readonly rootfs: { readonly diff_ids: readonly string[] };
}

/** An image in the registry. */
export interface Image {
  readonly digest: string;
  readonly mediaType: string;
  readonly manifest: Manifest;
  readonly config: ImageConfig;
  readonly labels: Readonly<Record<string, string>>;
}

const accept = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
].join(", ");

/** A client of a registry, with its first user. */
export class RegistryClient {
  readonly host: string;
  readonly url: string;
  readonly #authorization: Record<string, string>;
  readonly #ca: string | null;

  constructor(options: { host: string; login: { user: string; password: string } | null; ca: string | null }) {
    const { login } = options;
    this.host = options.host;
    this.url = `${options.ca === null ? "http" : "https"}://${options.host}`;
    this.#ca = options.ca;
    const basic = login && Buffer.from(`${login.user}:${login.password}`).toString("base64");
    this.#authorization = basic ? { authorization: `Basic ${basic}` } : {};
  }

  /** The names of all repositories with tags, sorted. */
  async repositories(): Promise<string[]> {
    const { repositories } = await this.#json<{ repositories: string[] }>("/v2/_catalog?n=1000");
    return repositories.sort();
  }

  /** A repository's tags, sorted; none for a repository that does not exist. */
  async tags(repository: string): Promise<string[]> {
    const response = await this.#get(`/v2/${repository}/tags/list`);
    if (response.status === 404) return [];
    return (JSON.parse(expectOk(response).body.toString()) as { tags: string[] | null }).tags?.sort() ?? [];
  }

  /** The digest of a tag or digest; null if it does not exist. */
  async digest(repository: string, reference: string): Promise<string | null> {
    const response = await this.#get(`/v2/${repository}/manifests/${reference}`, { accept });
    return response.status === 404 ? null : sha256(expectOk(response).body);
  }

  /** An image with its configuration, by tag or digest. */
  async image(repository: string, reference: string): Promise<Image> {
    const { body } = expectOk(await this.#get(`/v2/${repository}/manifests/${reference}`, { accept }));
    const manifest = JSON.parse(body.toString()) as Manifest;
    const config = JSON.parse((await this.blob(repository, manifest.config.digest)).toString()) as ImageConfig;
    const mediaType = manifest.mediaType ?? "application/vnd.oci.image.manifest.v1+json";
    return { digest: sha256(body), mediaType, manifest, config, labels: config.config.Labels ?? {} };
  }

  /** A layer's or a configuration's bytes; their digest is checked. */
  async blob(repository: string, digest: string): Promise<Buffer> {
    const { body } = expectOk(await this.#get(`/v2/${repository}/blobs/${digest}`));
    if (sha256(body) !== digest) throw new Error(`blob ${digest} has the digest ${sha256(body)}`);
    return body;
  }

  /** The paths in each layer of an image, the base's first, as tar lists them. */
  async layers(repository: string, reference: string): Promise<string[][]> {
    const { manifest } = await this.image(repository, reference);
    return Promise.all(
      manifest.layers.map(async (layer) => {
        const { stdout } = await execa("tar", ["-t"], { input: unpack(await this.blob(repository, layer.digest)) });
        return stdout.split("\n").filter((line) => line !== "");
      }),
    );
  }

  /** A file's content in an image, from the last layer that has it; null if none has. */
  async file(repository: string, reference: string, path: string): Promise<Buffer | null> {
    const { manifest } = await this.image(repository, reference);
    for (const layer of [...manifest.layers].reverse()) {
      const input = unpack(await this.blob(repository, layer.digest));
      const name = path.replace(/^\//, "");
      const result = await execa("tar", ["-xO", name], {
        input,
        encoding: "buffer",
        reject: false,
        stripFinalNewline: false,
      });
      if (result.exitCode === 0) return Buffer.from(result.stdout);
    }
    return null;
  }

  /** Every repository and tag with its digest, as `name:tag@digest`, sorted, to detect changes. */
  async contents(): Promise<string[]> {
    const lines: string[] = [];
    for (const repository of await this.repositories()) {
      for (const tag of await this.tags(repository)) {
        lines.push(`${repository}:${tag}@${await this.digest(repository, tag)}`);
      }
    }
    return lines.sort();
  }

  /** Removes an image and its tags from a repository. */
  async remove(repository: string, digest: string): Promise<void> {
    const answer = await this.#get(`/v2/${repository}/manifests/${digest}`, {}, "DELETE");
    if (answer.status !== 202) throw new Error(`${answer.url}: ${answer.status}`);
  }

  async #json<T>(path: string): Promise<T> {
    return JSON.parse(expectOk(await this.#get(path)).body.toString()) as T;
  }

  #get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<HttpResponse> {
    return request(this.url + path, {
      method,
      headers: { ...this.#authorization, ...headers },
      ...(this.#ca ? { ca: this.#ca } : {}),
    });
  }
}

function expectOk(response: HttpResponse): HttpResponse {
  if (response.status === 200) return response;
  throw new Error(`${response.url}: ${response.status} ${response.body.toString().slice(0, 500)}`);
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function unpack(layer: Buffer): Buffer {
  return layer[0] === 0x1f && layer[1] === 0x8b ? gunzipSync(layer) : layer;
}
