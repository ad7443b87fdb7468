namespace WasmRun.Runtimes.Store;

/// <summary>
/// One holder among all processes of the machine: an open file that nobody else may open (flock on Unix, a share
/// mode on Windows). The system lets go of it when its holder dies, so a crash leaves nothing to clean up. The file
/// itself stays: deleting it would let two holders lock two files of the same name.
/// </summary>
internal sealed class ArtifactLock : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private ArtifactLock(FileStream file) => _file = file;

    /// <param name="path">The lock's file; its folder is made.</param>
    /// <param name="onWait">Called once if somebody else has it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<ArtifactLock> AcquireAsync(string path, Action onWait, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var told = false; ; told = true)
        {
            if (TryAcquire(path) is { } held)
            {
                return held;
            }

            if (!told)
            {
                onWait();
            }

            await Task.Delay(s_interval, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();

    private static ArtifactLock? TryAcquire(string path)
    {
        try
        {
            return new ArtifactLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && IsShared(e))
        {
            return null;
        }
    }

    /// <summary>EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.</summary>
    private static bool IsShared(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);
}
