/** The spec and the committed output folder of each example and golden case, relative to the checkout. */
export function cases(): [spec: string, out: string][];
