using System.Text.Json;

namespace WasmRun.Runtimes.Store;

/// <summary>The folders under <see cref="StoreLayout.Runtimes"/>: which are there, which are complete, how they go.</summary>
internal sealed class InstalledFolders(StoreLayout layout)
{
    private const string RecordFile = "installed.json";
    private const string UsedFile = "last-used";

    /// <summary>
    /// A folder gets its name only when it is complete; the files are looked at again because people clean up by hand.
    /// </summary>
    public bool IsComplete(RuntimeRelease release)
    {
        var folder = layout.RuntimeFolder(release.Id, RuntimeCatalogue.RecipeOf(release));
        return File.Exists(Path.Combine(folder, RecordFile))
            && release.Files.All(file => new FileInfo(Path.Combine(folder, file.As)) is { Exists: true } info && info.Length == file.Size)
            && (release.Library is null || Directory.Exists(Path.Combine(folder, NodeLibrary.Folder)));
    }

    public IEnumerable<(string Path, StoredRuntime Stored)> All()
    {
        if (!Directory.Exists(layout.Runtimes))
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories(layout.Runtimes).SelectMany(Directory.EnumerateDirectories))
        {
            if (ReadRecord(folder) is { } record)
            {
                var used = new FileInfo(Path.Combine(folder, UsedFile));
                var lastUsed = used.Exists ? new DateTimeOffset(used.LastWriteTimeUtc) : record.InstalledAt;
                var id = new RuntimeId(record.Name, record.Version);
                yield return (folder, new StoredRuntime(id, record.Size, record.InstalledAt, lastUsed));
            }
        }
    }

    /// <summary>Gives a finished staging folder its name, in the place of anything incomplete that has it.</summary>
    public void Publish(string staging, RuntimeRelease release)
    {
        var recipe = RuntimeCatalogue.RecipeOf(release);
        var record = new InstallRecord(release.Name, release.Version, recipe, release.InstalledSize, DateTimeOffset.UtcNow);
        var json = JsonSerializer.SerializeToUtf8Bytes(record, CatalogueJson.Default.InstallRecord);
        File.WriteAllBytes(Path.Combine(staging, RecordFile), json);
        var final = layout.RuntimeFolder(release.Id, recipe);
        Directory.CreateDirectory(Path.GetDirectoryName(final)!);
        if (Directory.Exists(final))
        {
            Discard(final, release.Id);
        }

        Directory.Move(staging, final);
    }

    /// <summary>Out of the way in one step, so that nobody ever opens half of it; then deleted.</summary>
    public void Discard(string folder, RuntimeId id)
    {
        var grave = layout.NewStagingFolder(id);
        try
        {
            Directory.CreateDirectory(layout.Staging);
            Directory.Move(folder, grave);
        }
        catch (DirectoryNotFoundException)
        {
            // Another wasmrun removed it first.
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuntimeException(
                RuntimeErrorCode.InUse,
                $"{id.Name} {id.Version} can't be removed: {e.Message.TrimEnd('.')}.",
                "Stop the programs that run with it, and check that you may write to the store.",
                e);
        }

        DeleteQuietly(grave);
    }

    /// <summary>A store that can't be written can be used all the same.</summary>
    public static void MarkUsed(string folder)
    {
        var path = Path.Combine(folder, UsedFile);
        try
        {
            if (File.Exists(path))
            {
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            }
            else
            {
                File.WriteAllBytes(path, []);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>What a crash left of this runtime; to be called by the holder of its lock.</summary>
    public void RemoveStaging(RuntimeId id)
    {
        foreach (var folder in Entries(layout.Staging).Where(e => e.Name.StartsWith($"{id.Name}-{id.Version}-", StringComparison.Ordinal)))
        {
            DeleteQuietly(folder.FullName);
        }
    }

    /// <summary>Parts, tarballs and staging folders nobody has touched since then.</summary>
    public void RemoveLeftovers(DateTimeOffset untouchedSince)
    {
        foreach (var entry in Entries(layout.Staging).Concat(Entries(layout.Downloads)))
        {
            if (entry.LastWriteTimeUtc < untouchedSince.UtcDateTime)
            {
                DeleteQuietly(entry.FullName);
            }
        }
    }

    /// <summary>What can't be deleted now (a file still mapped, on Windows) goes with a later prune.</summary>
    public static void DeleteQuietly(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static IEnumerable<FileSystemInfo> Entries(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFileSystemInfos() : [];

    private static InstallRecord? ReadRecord(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, RecordFile)), CatalogueJson.Default.InstallRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
