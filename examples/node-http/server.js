const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

const greeting = fs.readFileSync(path.join(__dirname, "greeting.txt"), "utf8").trim();
const port = Number(process.env.PORT ?? 3000);

const server = http.createServer((request, response) => {
  if (request.url === "/fail") throw new Error("This page always fails");
  const answer = { greeting, method: request.method, url: request.url, node: process.version };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(`${JSON.stringify(answer, null, 2)}\n`);
});

server.listen(port, () => console.log(`Listening on http://localhost:${server.address().port}`));
