namespace WasmRun.Engine;

/// <summary>
/// Modules by content, compiled once per user and machine. Safe under several threads and several processes. Owns the
/// engines: the process has one cache.
/// </summary>
public sealed class ModuleCache : IDisposable
{
    private readonly ModuleCacheOptions _options;
    private readonly ArtifactStore _store;
    private readonly WasmEngine _cranelift = new(CompileStrategy.Cranelift);
    private readonly Lazy<WasmEngine> _winch = new(() => new WasmEngine(CompileStrategy.Winch));
    private readonly BackgroundOptimizer _optimizer;

    /// <summary>Guards <see cref="_loaded"/> and <see cref="_gates"/>; never held while compiling.</summary>
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Sha256, CompileStrategy Strategy), WasmModule> _loaded = [];
    private readonly Dictionary<string, Lock> _gates = [];

    public ModuleCache(ModuleCacheOptions options)
    {
        _options = options;
        _store = new ArtifactStore(options.Folder, options.OnWarning ?? (_ => { }));
        _optimizer = new BackgroundOptimizer(options.BackgroundDelay, Optimize);
    }

    /// <summary>Completes when no module waits for, or is in, optimisation in the background.</summary>
    public Task WhenOptimized => _optimizer.Idle;

    /// <summary>Finds or makes the machine code of a module. May take seconds; one thread at a time does it for one module.</summary>
    /// <exception cref="InvalidModuleException">It cannot be read or is invalid.</exception>
    public LoadedModule Load(ModuleSource source, TierPolicy policy = TierPolicy.Auto)
    {
        var sha256 = source.Sha256;
        lock (Gate(sha256))
        {
            return FindReady(source, sha256, policy) ?? Compile(source, sha256, policy);
        }
    }

    public LoadedModule Load(string path, TierPolicy policy = TierPolicy.Auto) => Load(ModuleSource.FromFile(path), policy);

    /// <summary>As <see cref="Load(ModuleSource, TierPolicy)"/>, on a thread of the pool.</summary>
    public Task<LoadedModule> LoadAsync(ModuleSource source, TierPolicy policy = TierPolicy.Auto) =>
        Task.Run(() => Load(source, policy));

    /// <summary>Removes compiled code that was not used for a while; safe beside running processes.</summary>
    /// <param name="folder">As in <see cref="ModuleCacheOptions.Folder"/>.</param>
    /// <param name="unusedFor">Measured to the day.</param>
    /// <returns>Bytes freed.</returns>
    public static long Prune(string folder, TimeSpan unusedFor) => ArtifactStore.Prune(folder, unusedFor);

    /// <summary>Guests must have ended. An optimisation under way is left to the end of the process.</summary>
    public void Dispose()
    {
        _optimizer.Dispose();
        lock (_lock)
        {
            foreach (var module in _loaded.Values)
            {
                module.Dispose();
            }

            _loaded.Clear();
        }

        _cranelift.Dispose();
        if (_winch.IsValueCreated)
        {
            _winch.Value.Dispose();
        }
    }

    private LoadedModule? FindReady(ModuleSource source, string sha256, TierPolicy policy)
    {
        if (FindReady(source, sha256, _cranelift) is { } optimized)
        {
            return optimized;
        }

        if (policy == TierPolicy.Optimized || FindReady(source, sha256, _winch.Value) is not { } baseline)
        {
            return null;
        }

        if (policy == TierPolicy.Auto)
        {
            _optimizer.Add(source, sha256);
        }

        return baseline;
    }

    private LoadedModule? FindReady(ModuleSource source, string sha256, WasmEngine engine)
    {
        lock (_lock)
        {
            if (_loaded.TryGetValue((sha256, engine.Strategy), out var known))
            {
                return new LoadedModule(known, ModuleOrigin.Memory);
            }
        }

        return _store.TryLoad(engine, sha256, source.Name) is { } module
            ? new LoadedModule(Remember(sha256, module), ModuleOrigin.Cache)
            : null;
    }

    private LoadedModule Compile(ModuleSource source, string sha256, TierPolicy policy)
    {
        var baseline = policy == TierPolicy.Baseline
            || (policy == TierPolicy.Auto && source.Binary.Length >= _options.BaselineThreshold);
        if (baseline)
        {
            try
            {
                var module = CompileOrWait(source, sha256, _winch.Value);
                if (policy == TierPolicy.Auto)
                {
                    _optimizer.Add(source, sha256);
                }

                return module;
            }
            catch (InvalidModuleException)
            {
                // Winch lacks some proposals; whether the module is valid is for the complete compiler to say.
            }
        }

        return CompileOrWait(source, sha256, _cranelift);
    }

    private LoadedModule CompileOrWait(ModuleSource source, string sha256, WasmEngine engine)
    {
        using var ours = _store.Lock(engine.Strategy, sha256);
        if (_store.TryLoad(engine, sha256, source.Name) is { } made)
        {
            return new LoadedModule(Remember(sha256, made), ModuleOrigin.Cache);
        }

        _options.OnCompiling?.Invoke(source.Name, engine.Strategy);
        var module = WasmModule.Compile(engine, source.Binary, source.Name);
        if (_store.TrySave(module, sha256) && _store.TryLoad(engine, sha256, source.Name) is { } mapped)
        {
            // Mapped pages are shared with other processes and can be dropped; the compiler's own copy is neither.
            module.Dispose();
            module = mapped;
        }

        return new LoadedModule(Remember(sha256, module), ModuleOrigin.Compiled);
    }

    /// <summary>On the optimiser's thread, with its engine: only the artifact remains, for the next load.</summary>
    private void Optimize(WasmEngine engine, ModuleSource source, string sha256)
    {
        using var ours = _store.Lock(engine.Strategy, sha256);
        if (_store.TryLoad(engine, sha256, source.Name) is { } made)
        {
            made.Dispose();
            return;
        }

        using var module = WasmModule.Compile(engine, source.Binary, source.Name);
        _store.TrySave(module, sha256);
    }

    private WasmModule Remember(string sha256, WasmModule module)
    {
        lock (_lock)
        {
            _loaded[(sha256, module.Engine.Strategy)] = module;
            return module;
        }
    }

    private Lock Gate(string sha256)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(sha256, out var gate))
            {
                _gates.Add(sha256, gate = new Lock());
            }

            return gate;
        }
    }
}
