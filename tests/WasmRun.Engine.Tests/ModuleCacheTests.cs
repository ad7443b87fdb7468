using System.Globalization;
using System.Text;

namespace WasmRun.Engine.Tests;

public sealed class ModuleCacheTests : IDisposable
{
    private const string Answer = """(module (func (export "answer") (result i32) (i32.const 42)))""";

    private readonly string _folder = Directory.CreateTempSubdirectory("wasmrun-cache-").FullName;
    private readonly List<string> _compilations = [];
    private readonly List<string> _warnings = [];

    [Fact]
    public void Load_OfASmallModule_CompilesOnce_ThenMapsTheArtifact()
    {
        using (var cache = Open())
        {
            Assert.Equal(ModuleOrigin.Compiled, Run(cache, Answer));
            Assert.Equal(ModuleOrigin.Memory, Run(cache, Answer));
        }

        using (var cache = Open())
        {
            Assert.Equal(ModuleOrigin.Cache, Run(cache, Answer));
        }

        Assert.Equal(["test.wat Cranelift"], _compilations);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Load_OfALargeModule_UsesWinchFirst_AndCraneliftNextTime()
    {
        using (var cache = Open(threshold: 0))
        {
            Assert.Equal(CompileStrategy.Winch, cache.Load(Source(Answer)).Module.Engine.Strategy);
            await cache.WhenOptimized.WaitAsync(TimeSpan.FromSeconds(60));
            var next = cache.Load(Source(Answer));
            Assert.Equal((CompileStrategy.Cranelift, ModuleOrigin.Cache), (next.Module.Engine.Strategy, next.Origin));
        }

        using (var cache = Open(threshold: 0))
        {
            Assert.Equal(CompileStrategy.Cranelift, cache.Load(Source(Answer)).Module.Engine.Strategy);
        }

        Assert.Equal(["test.wat Winch"], _compilations);
    }

    [Fact]
    public async Task Load_AfterAProcessThatEndedBeforeOptimising_MapsWinchAndOptimisesThen()
    {
        using (var cache = Open(threshold: 0, delay: TimeSpan.FromHours(1)))
        {
            cache.Load(Source(Answer));
        }

        using (var cache = Open(threshold: 0))
        {
            var loaded = cache.Load(Source(Answer));
            Assert.Equal((CompileStrategy.Winch, ModuleOrigin.Cache), (loaded.Module.Engine.Strategy, loaded.Origin));
            await cache.WhenOptimized.WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(CompileStrategy.Cranelift, cache.Load(Source(Answer)).Module.Engine.Strategy);
        }
    }

    [Theory]
    [InlineData("""(module (tag $e) (func (export "answer") (result i32) (block $h (try_table (catch $e $h) (throw $e))) (i32.const 42)))""")]
    [InlineData("""(module (func $f (result i32) (i32.const 42)) (func (export "answer") (result i32) (return_call $f)))""")]
    public void Load_OfWhatWinchCannotCompile_FallsBackToCranelift(string wat)
    {
        using var cache = Open(threshold: 0);
        var loaded = cache.Load(Source(wat));
        Assert.Equal(CompileStrategy.Cranelift, loaded.Module.Engine.Strategy);
        Assert.Equal(ModuleOrigin.Memory, Run(cache, wat));
    }

    [Fact]
    public void Load_Optimized_IsCraneliftAtOnce()
    {
        using var cache = Open(threshold: 0);
        cache.Load(Source(Answer), TierPolicy.Baseline);
        Assert.Equal(CompileStrategy.Cranelift, cache.Load(Source(Answer), TierPolicy.Optimized).Module.Engine.Strategy);
        Assert.True(cache.WhenOptimized.IsCompleted);
    }

    public static TheoryData<string> Damages => ["truncate", "flip", "empty", "zero", "foreign", "sum", "no sum"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void Load_OfADamagedArtifact_CompilesAgain(string damage)
    {
        using (var cache = Open())
        {
            Run(cache, Answer);
        }

        var artifact = Assert.Single(Directory.GetFiles(_folder, "*.cwasm", SearchOption.AllDirectories));
        var sum = Path.ChangeExtension(artifact, ".sum");
        var bytes = File.ReadAllBytes(artifact);
        switch (damage)
        {
            case "truncate": File.WriteAllBytes(artifact, bytes[..(bytes.Length / 2)]); break;
            case "flip": bytes[bytes.Length / 2] ^= 1; File.WriteAllBytes(artifact, bytes); break;
            case "empty": File.WriteAllBytes(artifact, []); break;
            case "zero": File.WriteAllBytes(artifact, new byte[bytes.Length]); break;
            case "foreign": File.WriteAllText(artifact, "#!/bin/sh\n"); break;
            case "sum": File.WriteAllText(sum, "nonsense"); break;
            default: File.Delete(sum); break;
        }

        using (var cache = Open())
        {
            Assert.Equal(ModuleOrigin.Compiled, Run(cache, Answer));
        }

        using (var cache = Open())
        {
            Assert.Equal(ModuleOrigin.Cache, Run(cache, Answer));
        }

        Assert.Equal(damage == "no sum" ? 0 : 1, _warnings.Count);
    }

    [Fact]
    public void Load_OfACopiedCache_IsVerifiedByItsContent_AndUsed()
    {
        using (var cache = Open())
        {
            Run(cache, Answer);
        }

        var artifact = Assert.Single(Directory.GetFiles(_folder, "*.cwasm", SearchOption.AllDirectories));
        var copied = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(artifact, copied);
        using (var cache = Open())
        {
            Assert.Equal(ModuleOrigin.Cache, Run(cache, Answer));
        }

        Assert.Contains(copied.Ticks.ToString(CultureInfo.InvariantCulture), File.ReadAllText(Path.ChangeExtension(artifact, ".sum")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ByManyThreadsOfSeveralCaches_CompilesOnce()
    {
        var caches = Enumerable.Range(0, 3).Select(_ => Open()).ToList();
        var loads = await Task.WhenAll(
            caches.SelectMany(cache => Enumerable.Range(0, 4).Select(_ => cache.LoadAsync(Source(Answer)))));
        Assert.Single(loads, loaded => loaded.Origin == ModuleOrigin.Compiled);
        Assert.Single(_compilations);
        caches.ForEach(cache => cache.Dispose());
    }

    [Fact]
    public void Load_WithAKnownHash_DoesNotReadTheModuleAgain()
    {
        var path = Path.Combine(_folder, "answer.wasm");
        File.WriteAllBytes(path, EngineFixture.Binary(Answer));
        string hash;
        using (var cache = Open())
        {
            var source = ModuleSource.FromFile(path);
            hash = source.Sha256;
            cache.Load(source);
        }

        File.Delete(path);
        using (var cache = Open())
        {
            Assert.Equal(ModuleOrigin.Cache, cache.Load(ModuleSource.FromFile(path, hash.ToUpperInvariant())).Origin);
        }
    }

    [Fact]
    public void Load_WhenTheFolderCannotBeMade_StillRuns()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        using var cache = new ModuleCache(new ModuleCacheOptions { Folder = Path.Combine(file, "cache"), OnWarning = Warn });
        Assert.Equal(ModuleOrigin.Compiled, Run(cache, Answer));
        Assert.Contains("compiled code is not kept", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_IsPrivateToTheUser()
    {
        using var cache = Open();
        Run(cache, Answer);
        if (!OperatingSystem.IsWindows())
        {
            var target = Assert.Single(Directory.GetDirectories(_folder));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(target));
        }
    }

    [Fact]
    public void Prune_RemovesWhatWasNotUsedForAWhile_AndKeepsTheRest()
    {
        const string Other = """(module (func (export "answer") (result i32) (i32.const 42)) (memory 1))""";
        using (var cache = Open())
        {
            Run(cache, Answer);
            Run(cache, Other);
        }

        var artifacts = Directory.GetFiles(_folder, "*.cwasm", SearchOption.AllDirectories);
        var old = DateTime.UtcNow.AddDays(-40);
        File.SetLastWriteTimeUtc(Path.ChangeExtension(artifacts[0], ".sum"), old);
        var stale = Directory.CreateDirectory(Path.Combine(_folder, "wasmtime-1.0.0-other")).FullName;
        File.WriteAllText(Path.Combine(stale, "x.cwasm"), "old");
        File.SetLastWriteTimeUtc(Path.Combine(stale, "x.cwasm"), old);
        var expected = new FileInfo(artifacts[0]).Length + 3;

        Assert.Equal(expected, ModuleCache.Prune(_folder, TimeSpan.FromDays(30)));
        Assert.Equal(0, ModuleCache.Prune(_folder, TimeSpan.FromDays(30)));
        Assert.False(File.Exists(artifacts[0]));
        Assert.False(File.Exists(Path.ChangeExtension(artifacts[0], ".sum")));
        Assert.True(File.Exists(artifacts[1]));
        Assert.False(Directory.Exists(stale));
        Assert.Equal(0, ModuleCache.Prune(Path.Combine(_folder, "missing"), TimeSpan.Zero));
    }

    [Fact]
    public void Load_OfAnArtifactNotUsedForDays_NotesItsUse()
    {
        using (var cache = Open())
        {
            Run(cache, Answer);
        }

        var sum = Assert.Single(Directory.GetFiles(_folder, "*.sum", SearchOption.AllDirectories));
        File.SetLastWriteTimeUtc(sum, DateTime.UtcNow.AddDays(-40));
        using (var cache = Open())
        {
            Assert.Equal(ModuleOrigin.Cache, Run(cache, Answer));
        }

        Assert.Equal(0, ModuleCache.Prune(_folder, TimeSpan.FromDays(30)));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("#!/bin/sh", "is not a WebAssembly module")]
    [InlineData("(module (func", "is not valid WebAssembly text")]
    [InlineData("\0asm\r\0\u0001\0", "is a WebAssembly component")]
    [InlineData("\0asm\u0001\0\0\0\u0001\u0002\u0003", "cannot be compiled")]
    public void Load_OfWhatIsNoModule_SaysWhatItIs(string content, string complaint)
    {
        using var cache = Open();
        var error = Assert.Throws<InvalidModuleException>(
            () => cache.Load(ModuleSource.FromBytes("thing.wasm", Encoding.Latin1.GetBytes(content))));
        Assert.StartsWith($"thing.wasm {complaint}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAMissingFile_NamesIt()
    {
        using var cache = Open();
        var path = Path.Combine(_folder, "missing.wasm");
        Assert.Contains(path, Assert.Throws<InvalidModuleException>(() => cache.Load(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ModuleSource Source(string wat) => ModuleSource.FromBytes("test.wat", Encoding.UTF8.GetBytes(wat));

    private static ModuleOrigin Run(ModuleCache cache, string wat)
    {
        var loaded = cache.Load(Source(wat));
        using var functions = new HostFunctions();
        using var linked = functions.Link(loaded.Module);
        using var guest = linked.Instantiate();
        Assert.Equal(42, guest.GetFunction("answer").Call().I32);
        return loaded.Origin;
    }

    private ModuleCache Open(int threshold = int.MaxValue, TimeSpan delay = default) => new(new ModuleCacheOptions
    {
        Folder = _folder,
        BaselineThreshold = threshold,
        BackgroundDelay = delay,
        OnCompiling = (name, strategy) =>
        {
            lock (_compilations)
            {
                _compilations.Add($"{name} {strategy}");
            }
        },
        OnWarning = Warn,
    });

    private void Warn(string message)
    {
        lock (_warnings)
        {
            _warnings.Add(message);
        }
    }
}
