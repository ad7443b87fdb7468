using WasmRun.Kernel.Pipes;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Terminals;
using WasmRun.Kernel.Vfs;

namespace WasmRun.Daemon.Stdio;

/// <summary>The standard streams of this very process as a guest's: what the command line's foreground programs get.</summary>
internal sealed class HostConsole : IConsole
{
    private readonly OpenFile _input;
    private readonly OpenFile _output;
    private readonly OpenFile _error;
    private readonly Task _outputPump;
    private readonly Task _errorPump;

    public HostConsole()
    {
        var size = new TerminalSize(80, 24);
        if (!Console.IsOutputRedirected)
        {
            size.Set(Math.Max(1, Console.WindowWidth), Math.Max(1, Console.WindowHeight));
        }

        _input = OpenInput();
        (_output, _outputPump) = OpenOutput(Console.OpenStandardOutput(), Console.IsOutputRedirected ? null : size);
        (_error, _errorPump) = OpenOutput(Console.OpenStandardError(), Console.IsErrorRedirected ? null : size);
    }

    public (OpenFile Input, OpenFile Output, OpenFile Error) Open()
    {
        // Each process of the run (hot reload starts several) has its own references; the streams live as long as the console.
        _input.AddReference();
        _output.AddReference();
        _error.AddReference();
        return (_input, _output, _error);
    }

    public void OnStarted(Process process)
    {
    }

    public async Task CloseAsync()
    {
        _input.Release();
        _output.Release();
        _error.Release();
        await Task.WhenAll(_outputPump, _errorPump).ConfigureAwait(false);
    }

    private static OnDemandInput OpenInput()
    {
        var (reader, writer) = Pipe.Create();
        return new OnDemandInput(reader, !Console.IsInputRedirected, () =>
            new Thread(() => Deliver(writer)) { IsBackground = true, Name = "stdin" }.Start());
    }

    private static (OpenFile File, Task Pump) OpenOutput(Stream target, TerminalSize? terminal)
    {
        var (reader, writer) = Pipe.Create();
        return (terminal is null ? writer : new TerminalFile(writer, terminal), CopyAsync(reader, target));
    }

    private static async Task CopyAsync(OpenFile reader, Stream target)
    {
        try
        {
            await OutputPump.RunAsync(reader, async chunk =>
            {
                await target.WriteAsync(chunk).ConfigureAwait(false);
                await target.FlushAsync().ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody reads our output any more (`| head`). The pipe's reader is released, so the guest gets EPIPE.
        }
    }

    /// <summary>On a thread of its own: reading the host's standard input can't be cancelled.</summary>
    private static void Deliver(OpenFile writer)
    {
        using var input = new InputWriter(writer);
        using var host = Console.OpenStandardInput();
        var buffer = new byte[64 * 1024];
        try
        {
            for (int count; (count = host.Read(buffer)) > 0;)
            {
                if (!input.WriteAsync(buffer.AsMemory(0, count), CancellationToken.None).GetAwaiter().GetResult())
                {
                    return;
                }
            }
        }
        catch (IOException)
        {
            // The host's input is gone: for the guest that is its end.
        }
    }
}
