import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** A private authority's certificate, and a server's key and certificate for the loopback address. */
export interface Certificates {
  readonly caFile: string;
  readonly ca: string;
  readonly keyFile: string;
  readonly certificateFile: string;
}

/** Makes a private certificate authority and a certificate for 127.0.0.1 and localhost. */
export async function makeCertificates(directory: string): Promise<Certificates> {
  const path = (name: string) => join(directory, name);
  await writeFile(
    path("extensions"),
    "subjectAltName=IP:127.0.0.1,DNS:localhost\nbasicConstraints=critical,CA:FALSE\n",
  );
  const openssl = (args: string[]) => execa("openssl", args, { cwd: directory });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await openssl([
    "req",
    "-x509",
    ...newKey,
    "-subj",
    "/CN=stagewright test CA",
    "-days",
    "2",
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
  ]);
  await openssl(["req", ...newKey, "-subj", "/CN=127.0.0.1", "-keyout", "server.key", "-out", "server.csr"]);
  const authority = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"];
  await openssl(["x509", "-req", "-in", "server.csr", ...authority, "-extfile", "extensions", "-out", "server.crt"]);
  return {
    caFile: path("ca.crt"),
    ca: await readFile(path("ca.crt"), "utf8"),
    keyFile: path("server.key"),
    certificateFile: path("server.crt"),
  };
}
