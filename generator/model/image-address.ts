/**
 * The host of an image, by the rule of docker's reference grammar: the first part is a host if it has a dot or a port, or is
 * localhost. Without a host it is `docker.io`.
 */
export function imageHost(image: string): string {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : "docker.io";
}
