using WasmRun.Daemon.Cli;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
