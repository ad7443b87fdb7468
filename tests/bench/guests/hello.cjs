// The server of the throughput and memory rows; its port is its argument.
const http = require("node:http");

http
  .createServer((_, response) => response.end("hello world"))
  .listen(Number(process.argv[2]), () => console.log("ready"));
