import { onAgent, optional, required, type Step } from "./step.ts";

/** `buildImage`. */
export const buildImage: Step = {
  name: "buildImage",
  sentence: "Builds a release's image, pushes it and adds its digest to the release record.",
  returns: "The release record, a map.",
  parameters: [
    required("service", "text", "shop", "The service's name."),
    optional(
      "upstream",
      "text",
      null,
      "/shop/shop-build",
      "Job whose release is taken; this build's own where missing.",
    ),
    required("git", "text", "https://git.acme.internal/shop/shop.git", "Repository with the Dockerfile."),
    optional("credentials", "text", null, "git-read", "Username-password credential that reads the repository."),
    required("engine", "text", "buildah", "Which of the site's engines builds."),
    required("registry", "text", "harbor", "Which of the site's registries is pushed to."),
    required("image", "text", "shop/shop", "Repository in that registry."),
    optional(
      "dockerfile",
      "text",
      "Dockerfile",
      "docker/Dockerfile",
      "The Dockerfile, in the application's repository.",
    ),
    optional("context", "text", ".", "docker", "The build context, in the application's repository."),
    optional("target", "text", null, "runtime", "The Dockerfile's stage; its last where missing."),
    optional("base", "text", null, "harbor.acme.internal/base/jre:17@sha256:…", "Base image, pinned by digest."),
    optional("baseArgument", "text", null, "BASE", "Build argument that hands the base to the Dockerfile."),
    optional("baseRegistry", "text", null, "harbor", "Which of the site's registries the base comes from."),
    optional("buildArguments", "map", {}, { PORT: "8080" }, "Build arguments; never secrets."),
    optional("secrets", "map", {}, { npm: "npm-token" }, "Build secrets by id: secret-text credentials; in no layer."),
    optional("cache", "text", null, "shop/shop-cache", "Repository in that registry that keeps layers between builds."),
    optional("labels", "map", {}, { "com.acme.team": "shop" }, "Labels beside the standard ones."),
    required("tags", "list", ["{version}"], "Patterns of tags that are never moved; the first is what is deployed."),
    optional("movingTags", "list", [], ["{branch}"], "Patterns of tags that follow the newest build."),
    optional("artifacts", "boolean", false, true, "Whether the Dockerfile copies the source build's artifacts."),
    ...onAgent,
  ],
};
