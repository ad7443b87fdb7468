/** An environment in which no registry can be reached, however a program looks for one. Port 9 (discard) refuses. */
export const offline: Record<string, string> = {
  npm_config_registry: "http://127.0.0.1:9/",
  NPM_CONFIG_REGISTRY: "http://127.0.0.1:9/",
  npm_config_proxy: "http://127.0.0.1:9/",
  npm_config_https_proxy: "http://127.0.0.1:9/",
  HTTP_PROXY: "http://127.0.0.1:9/",
  HTTPS_PROXY: "http://127.0.0.1:9/",
  http_proxy: "http://127.0.0.1:9/",
  https_proxy: "http://127.0.0.1:9/",
  NO_PROXY: "",
  no_proxy: "",
};
