import type { Engine as EnginePart } from "../../engines/engine.ts";
import type { Model } from "../../model/model.ts";
import type { Engine, Registry } from "../../model/platform.ts";
import { sourceTools } from "../../source-tools/index.ts";

/** The host from which base images of a registry come, and its login. A mirror is another host: its login is that of the registry at that host. */
export function pullLogin(registries: readonly Registry[], { host, pull, mirror }: Registry) {
  if (mirror === null) return { host, id: pull };
  const mirrorHost = mirror.split("/")[0] ?? host;
  return { host: mirrorHost, id: registries.find((it) => it.host === mirrorHost)?.pull ?? null };
}

/** The secret files of an engine: from variable to credential; nothing for engines without any. */
export function engineFileCredentials(files: NonNullable<EnginePart["files"]>, settings: Engine["settings"]) {
  const set = Object.entries(files).filter(([, { setting }]) => settings[setting] !== undefined);
  if (set.length === 0) return {};
  return { files: Object.fromEntries(set.map(([variable, { setting }]) => [variable, String(settings[setting])])) };
}

/** Environment variables of every source build. */
export function buildEnvironment({ site: { tools, proxy } }: Model): Record<string, string> {
  const except = proxy?.except.join(",") ?? null;
  const values: Record<string, string | null> = {
    ...Object.fromEntries(
      sourceTools.flatMap(({ name, environment }) =>
        Object.entries(environment).map(([variable, key]) => [variable, tools.source[name]?.[key] ?? null]),
      ),
    ),
    HTTP_PROXY: proxy?.http ?? null,
    HTTPS_PROXY: proxy?.https ?? null,
    NO_PROXY: except === "" ? null : except,
    http_proxy: proxy?.http ?? null,
    https_proxy: proxy?.https ?? null,
    no_proxy: except === "" ? null : except,
  };
  return without(values);
}

/** File credentials of a build: from variable to credential; `all` applies to every tool. */
export function configurationFiles({ site: { tools, caBundle } }: Model) {
  const given = (values: Record<string, string | null>) =>
    Object.fromEntries(Object.entries(values).filter(([, id]) => id !== null));
  return {
    all: given({ CA_BUNDLE: caBundle }),
    ...Object.fromEntries(
      sourceTools.map(({ name, configuration }) => [
        name,
        configuration === null
          ? {}
          : given({ [configuration.variable]: tools.source[name]?.[configuration.setting] ?? null }),
      ]),
    ),
  };
}

/** The entries of a map with a value. */
export function without(values: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((it): it is [string, string] => it[1] !== null));
}
