import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { search } from './catalog.js';

/** `GET /items?tag=T&upTo=CENTS` returns the items as JSON, `GET /health` returns `ok`. */
export function createCatalog() {
  return createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/health') return response.end('ok\n');
    if (url.pathname !== '/items') return response.writeHead(404).end();
    try {
      const found = JSON.stringify(search(query(url.searchParams)));
      response.writeHead(200, { 'content-type': 'application/json' }).end(`${found}\n`);
    } catch (error) {
      response.writeHead(400).end(`${error.message}\n`);
    }
  });
}

function query(parameters) {
  const upTo = parameters.get('upTo');
  return { tag: parameters.get('tag'), ...(upTo === null ? {} : { upTo: Number(upTo) }) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const port = Number(process.env.PORT ?? 8080);
  createCatalog().listen(port, () => console.log(`catalog listens on ${port}`));
}
