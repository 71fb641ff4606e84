// The image in the record that the work of a stage wrote. The pod of the work runs code of the application, so its facts are compared.

/** The image of this stage in a record; without a provenance, which another task attaches. */
export function madeImage({ image: { name, repository } }, { images }, run) {
  const image = images[name];
  if (image === undefined) throw new Error(`it has no image ${name}`);
  if (image.repository !== repository) throw new Error(`its image is ${image.repository}, not ${repository}`);
  if (image.job !== run.job || image.build !== run.build) throw new Error(`its image is of ${image.job} #${image.build}`);
  const { provenance: _, ...facts } = image;
  return facts;
}
