using System.Text;

namespace WasmRun.Engine.Tests;

/// <summary>One engine of each strategy for a whole test class, and short ways to a guest from text.</summary>
public sealed class EngineFixture : IDisposable
{
    public WasmEngine Cranelift { get; } = new(CompileStrategy.Cranelift);

    public WasmEngine Winch { get; } = new(CompileStrategy.Winch);

    public static byte[] Binary(string wat) => WasmText.ToBinary(Encoding.UTF8.GetBytes(wat), "test.wat");

    public WasmModule Compile(string wat) => WasmModule.Compile(Cranelift, Binary(wat), "test.wat");

    /// <summary>A guest whose module imports nothing, or only what <paramref name="functions"/> defines.</summary>
    public GuestInstance Start(string wat, GuestOptions? options = null, HostFunctions? functions = null)
    {
        using var none = functions is null ? new HostFunctions() : null;
        using var module = Compile(wat);
        using var linked = (functions ?? none!).Link(module);
        return linked.Instantiate(options);
    }

    /// <summary>Runs a body on a thread with a guest's stack and passes its exception on.</summary>
    public static void OnGuestThread(Action body)
    {
        Exception? failure = null;
        GuestThread.Start("test", _ =>
        {
            try
            {
                body();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }).Ended.Wait();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose()
    {
        Cranelift.Dispose();
        Winch.Dispose();
    }
}
