using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Stdio;
using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Daemon.Serve;

/// <summary>A run's standard streams over the protocol: output as notifications, input from requests.</summary>
internal sealed class ClientConsole(string runId, ClientNotifier client) : IConsole, IDisposable
{
    private readonly List<Task> _pumps = [];

    /// <summary>Guards what the last process was given.</summary>
    private readonly Lock _lock = new();
    private OpenFile? _outputReader;
    private OpenFile? _errorReader;
    private InputWriter? _input;

    public (OpenFile Input, OpenFile Output, OpenFile Error) Open()
    {
        var (inputReader, inputWriter) = Pipe.Create();
        var (outputReader, output) = Pipe.Create();
        var (errorReader, error) = Pipe.Create();
        lock (_lock)
        {
            (_outputReader, _errorReader) = (outputReader, errorReader);
            _input?.Close();
            _input = new InputWriter(inputWriter);
        }

        return (inputReader, output, error);
    }

    public void OnStarted(Process process)
    {
        lock (_lock)
        {
            _pumps.RemoveAll(pump => pump.IsCompletedSuccessfully);
            _pumps.Add(PumpAsync(process.Pid, OutputStream.Stdout, _outputReader!));
            _pumps.Add(PumpAsync(process.Pid, OutputStream.Stderr, _errorReader!));
        }
    }

    /// <summary>Bytes for the present process; completes when its pipe has taken them.</summary>
    /// <returns>False when nobody reads them any more.</returns>
    public async Task<bool> WriteAsync(ReadOnlyMemory<byte> data, bool isEnd, CancellationToken cancellationToken)
    {
        InputWriter? input;
        lock (_lock)
        {
            input = _input;
        }

        var isTaken = input is not null && await input.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        if (isEnd)
        {
            input?.Close();
        }

        return isTaken;
    }

    public async Task CloseAsync()
    {
        Task[] pumps;
        lock (_lock)
        {
            _input?.Close();
            _input = null;
            pumps = [.. _pumps];
        }

        await Task.WhenAll(pumps).ConfigureAwait(false);
    }

    public void Dispose() => _input?.Dispose();

    private Task PumpAsync(int pid, OutputStream stream, OpenFile reader) => OutputPump.RunAsync(
        reader,
        async chunk => await client.RunOutput(new RunOutputParams(runId, pid, stream, chunk)).ConfigureAwait(false));
}
