// Signs a request for a service of Amazon (Signature Version 4).
import { createHash, createHmac } from "node:crypto";

const hash = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

/** The headers and the body of a POST request to the root of a host. */
export function signed({ url, headers, body, service, region, id, key, session, time }) {
  const stamp = time.toISOString().replace(/[:-]|\.\d{3}/g, "");
  const day = stamp.slice(0, 8);
  const all = { ...headers, host: new URL(url).host, "x-amz-date": stamp, ...(session ? { "x-amz-security-token": session } : {}) };
  const names = Object.keys(all).sort();
  const list = names.join(";");
  const canonical = ["POST", "/", "", ...names.map((name) => `${name}:${all[name]}`), "", list, hash(body)].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const secret = [day, region, service, "aws4_request"].reduce(hmac, `AWS4${key}`);
  const signature = createHmac("sha256", secret).update(["AWS4-HMAC-SHA256", stamp, scope, hash(canonical)].join("\n")).digest("hex");
  const { host: _host, ...sent } = all;
  return {
    headers: { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${list}, Signature=${signature}` },
    body,
  };
}
