using WasmRun.Engine.Native;

namespace WasmRun.Engine;

/// <summary>
/// A Wasmtime engine with wasmrun's configuration. The process has one per strategy: modules, linkers and stores of
/// different engines do not mix.
/// </summary>
public sealed class WasmEngine : IDisposable
{
    /// <summary>Stack for WebAssembly frames, and for our own frames between nested calls into a guest.</summary>
    public const int MaxWasmStackBytes = 16 << 20;

    /// <summary>
    /// Everything in the configuration that changes the machine code: part of an artifact's cache key. Change it when
    /// <see cref="Configure"/> changes.
    /// </summary>
    public const string ConfigurationVersion = "epoch,exn,tail,fixedmem/1";

    private nint _handle;

    /// <param name="strategy">The compiler.</param>
    /// <param name="parallel">Compile with a thread per core; off for work that must stay in the background.</param>
    public WasmEngine(CompileStrategy strategy, bool parallel = true)
    {
        Strategy = strategy;
        _handle = NativeMethods.wasm_engine_new_with_config(Configure(strategy, parallel));
        if (_handle == 0)
        {
            throw new WasmEngineException($"Wasmtime refuses the configuration for {strategy}");
        }

        EpochTicker.Add(this);
    }

    public CompileStrategy Strategy { get; }

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Makes every guest of this engine that runs WebAssembly ask its <see cref="IGuestControl"/> now.</summary>
    public void IncrementEpoch() => NativeMethods.wasmtime_engine_increment_epoch(Handle);

    public void Dispose()
    {
        EpochTicker.Remove(this);
        if (Interlocked.Exchange(ref _handle, 0) is var handle and not 0)
        {
            NativeMethods.wasm_engine_delete(handle);
        }
    }

    private static nint Configure(CompileStrategy strategy, bool parallel)
    {
        var config = NativeMethods.wasm_config_new();
        NativeMethods.wasmtime_config_strategy_set(config, (byte)strategy);
        NativeMethods.wasmtime_config_epoch_interruption_set(config, 1);

        // Wasmtime refuses a wasm stack larger than its async stack (2 MB), whether or not async is used.
        NativeMethods.wasmtime_config_async_stack_size_set(config, MaxWasmStackBytes + (1 << 20));
        NativeMethods.wasmtime_config_max_wasm_stack_set(config, MaxWasmStackBytes);
        NativeMethods.wasmtime_config_parallel_compilation_set(config, parallel ? (byte)1 : (byte)0);

        // A guest's memory keeps its address for life, so a cached base stays valid when the memory grows.
        NativeMethods.wasmtime_config_memory_may_move_set(config, 0);

        var full = strategy == CompileStrategy.Cranelift ? (byte)1 : (byte)0;
        NativeMethods.wasmtime_config_wasm_exceptions_set(config, full);
        NativeMethods.wasmtime_config_wasm_tail_call_set(config, full);
        return config;
    }
}
