namespace WasmRun.Runtimes;

/// <summary>What a caller can decide on; the values are part of the product's interface.</summary>
public enum RuntimeErrorCode
{
    /// <summary>The catalogue has no such runtime, or no such version of it.</summary>
    UnknownRuntime,

    /// <summary>A version request in a project file or on the command line can't be read.</summary>
    InvalidRequest,

    /// <summary>The request is understood, but no version in the catalogue satisfies it.</summary>
    NoVersionFits,

    /// <summary>Not in the store, and downloads are switched off.</summary>
    Offline,

    /// <summary>No registry is configured and none was known where the product was built.</summary>
    RegistryNotConfigured,

    /// <summary>The npm configuration holds a value that can't be used.</summary>
    InvalidConfiguration,

    /// <summary>No connection: name, route, refusal or silence.</summary>
    RegistryUnreachable,

    /// <summary>The configured proxy refused or can't be reached.</summary>
    ProxyFailed,

    /// <summary>TLS: the registry's certificate is not trusted.</summary>
    CertificateRejected,

    /// <summary>401 or 403.</summary>
    Unauthorized,

    /// <summary>404, or the registry has the package but not this version.</summary>
    NotFound,

    /// <summary>Any other answer that is no success.</summary>
    RegistryFailed,

    /// <summary>The bytes are not the ones the catalogue describes.</summary>
    IntegrityMismatch,

    /// <summary>The tarball has a name, a link or a shape that is not taken.</summary>
    MalformedPackage,

    DiskFull,

    /// <summary>The store's folder can't be written.</summary>
    StoreNotWritable,

    /// <summary>The runtime is being used and the system doesn't let its files go.</summary>
    InUse,
}

/// <summary>
/// A failure that the user can do something about: <see cref="Exception.Message"/> says what failed and why in one
/// sentence, <see cref="Hint"/> what to do next. Never carries credentials.
/// </summary>
public sealed class RuntimeException(RuntimeErrorCode code, string message, string hint, Exception? inner = null)
    : Exception(message, inner)
{
    public RuntimeErrorCode Code { get; } = code;

    public string Hint { get; } = hint;
}
