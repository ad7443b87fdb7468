using System.Globalization;
using System.Security.Cryptography;

namespace WasmRun.Engine;

/// <summary>
/// Compiled modules on disk. Wasmtime maps an artifact and runs what is in it, so this class decides what is ours.
/// </summary>
/// <remarks>
/// <para>
/// Beside <c>X.cwasm</c> stands <c>X.sum</c>: size, modification time and SHA-256 of the artifact as written. A load
/// compares size and time (two system calls); only when the time differs, as in a cache that was copied or restored, are
/// the 50 MB hashed (about 40 ms), and the new time is noted. What this leaves open is a change that keeps size and time,
/// by an account that can write the folder. The folder is the user's alone (mode 0700, checked at every start), and who
/// can write there can replace wasmrun itself.
/// </para>
/// <para>
/// Both files are written beside their place, flushed to the disk and renamed, the sum last: a crash leaves an artifact
/// without a sum, which is none.
/// </para>
/// </remarks>
internal sealed class ArtifactStore
{
    private const string Format = "wasmrun-artifact-1";
    private readonly string? _folder;
    private readonly Action<string> _warn;

    public ArtifactStore(string folder, Action<string> warn)
    {
        _warn = warn;
        var own = Path.Combine(folder, ArtifactTarget.FolderName);
        _folder = TryMakePrivate(own) ? own : null;
    }

    /// <summary>Maps the artifact if there is one and it is ours; a damaged one is removed.</summary>
    public WasmModule? TryLoad(WasmEngine engine, string wasmSha256, string name)
    {
        if (_folder is null || !File.Exists(SumPath(engine.Strategy, wasmSha256)))
        {
            return null;
        }

        var path = ArtifactPath(engine.Strategy, wasmSha256);
        try
        {
            string? refusal = "it is not what was written";
            var module = IsAsWritten(path) ? WasmModule.TryDeserialize(engine, path, name, out refusal) : null;
            if (module is null)
            {
                _warn($"compiled code of {name} is rebuilt: {refusal}");
                Remove(path);
            }

            return module;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _warn($"compiled code of {name} cannot be read: {exception.Message}");
            return null;
        }
    }

    /// <summary>Writes the artifact. A full disk is no reason not to run: a failure is only reported.</summary>
    public bool TrySave(WasmModule module, string wasmSha256)
    {
        if (_folder is null)
        {
            return false;
        }

        var path = ArtifactPath(module.Engine.Strategy, wasmSha256);
        try
        {
            Write(path, module.Serialize);
            WriteSum(path, HashOf(path));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _warn($"compiled code of {module.Name} cannot be kept, the next start compiles again: {exception.Message}");
            return false;
        }
    }

    /// <summary>
    /// Removes what was not used for a while: artifacts by their last load, and whole folders of other targets (an older
    /// wasmrun, another CPU) by their last change. An artifact that a process has mapped stays usable for it.
    /// </summary>
    /// <returns>Bytes freed.</returns>
    public static long Prune(string folder, TimeSpan unusedFor)
    {
        var oldest = DateTime.UtcNow - unusedFor;
        var freed = 0L;
        foreach (var target in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            foreach (var file in new DirectoryInfo(target).GetFiles())
            {
                // Of an artifact the sum tells when it was used; a lock or left-over tells by itself.
                var sum = new FileInfo(SumPath(file.FullName));
                var size = file.Length;
                if ((sum.Exists ? sum : file).LastWriteTimeUtc < oldest && file.Extension != ".sum" && TryDelete(file))
                {
                    freed += size;
                    TryDelete(sum);
                }
            }

            if (Path.GetFileName(target) != ArtifactTarget.FolderName && !Directory.EnumerateFileSystemEntries(target).Any())
            {
                Directory.Delete(target);
            }
        }

        return freed;
    }

    /// <summary>
    /// Waits until no other process or thread compiles this artifact; null when the folder cannot hold a lock. The
    /// operating system releases it when the holder dies.
    /// </summary>
    public IDisposable? Lock(CompileStrategy strategy, string wasmSha256)
    {
        if (_folder is null)
        {
            return null;
        }

        var path = ArtifactPath(strategy, wasmSha256) + ".lock";
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(path))
            {
                Thread.Sleep(20);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    private string ArtifactPath(CompileStrategy strategy, string wasmSha256) =>
        Path.Combine(_folder!, $"{wasmSha256}.{strategy.ToString().ToLowerInvariant()}.cwasm");

    private string SumPath(CompileStrategy strategy, string wasmSha256) => SumPath(ArtifactPath(strategy, wasmSha256));

    private static string SumPath(string artifact) => Path.ChangeExtension(artifact, ".sum");

    private static bool IsAsWritten(string path)
    {
        var words = File.ReadAllText(SumPath(path)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var file = new FileInfo(path);
        if (words.Length != 4 || words[0] != Format || !file.Exists || words[1] != file.Length.ToString(CultureInfo.InvariantCulture))
        {
            return false;
        }

        if (words[2] == Ticks(file))
        {
            NoteUse(path);
            return true;
        }

        if (words[3] != HashOf(path))
        {
            return false;
        }

        WriteSum(path, words[3]);
        return true;
    }

    /// <summary>The sum's own modification time is when the artifact was last used, to the day: see <see cref="Prune"/>.</summary>
    private static void NoteUse(string path)
    {
        var sum = new FileInfo(SumPath(path));
        if (DateTime.UtcNow - sum.LastWriteTimeUtc > TimeSpan.FromDays(1))
        {
            sum.LastWriteTimeUtc = DateTime.UtcNow;
        }
    }

    private static bool TryDelete(FileInfo file)
    {
        try
        {
            file.Delete();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void WriteSum(string path, string hash)
    {
        var file = new FileInfo(path);
        var line = string.Create(CultureInfo.InvariantCulture, $"{Format} {file.Length} {Ticks(file)} {hash}\n");
        Write(SumPath(path), stream => stream.Write(System.Text.Encoding.ASCII.GetBytes(line)));
    }

    private static void Write(string path, Action<Stream> content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                content(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Remove(string path)
    {
        File.Delete(SumPath(path));
        File.Delete(path);
    }

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string Ticks(FileInfo file) => file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture);

    private bool TryMakePrivate(string folder)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, Private);
                File.SetUnixFileMode(folder, Private);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _warn($"compiled code is not kept: {folder} cannot be made private to this user: {exception.Message}");
            return false;
        }
    }
}
