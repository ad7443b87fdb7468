using WasmRun.Daemon.Hosting;
using WasmRun.Daemon.Rpc.Generated;
using WasmRun.Daemon.Runs;
using WasmRun.Runtimes;

namespace WasmRun.Daemon.Programs;

/// <summary>Which recipe starts which runtime. Adding a language is one line here and one file beside.</summary>
internal static class GuestPrograms
{
    /// <summary>What a project runs.</summary>
    public static IGuestProgram For(Services services, RunRequest request, ProjectPlan plan)
    {
        var arguments = plan.Project.Entry.Arguments;
        return plan.RuntimeId is { } id
            ? ForRuntime(services, id, arguments)
            : ForModule(services, Path.Combine([request.Folder, .. arguments[0].Split('/')]), [.. arguments.Skip(1)]);
    }

    /// <summary>A runtime with the native program's arguments.</summary>
    /// <param name="services">The store and the compiled modules.</param>
    /// <param name="id">The runtime's version.</param>
    /// <param name="arguments">What follows the runtime's name.</param>
    public static IGuestProgram ForRuntime(Services services, RuntimeId id, IReadOnlyList<string> arguments) => id.Name switch
    {
        "node" => new NodeProgram(services, id, arguments),
        "python" => new PythonProgram(services, id, arguments),
        _ => throw new UserErrorException(
            $"This version of wasmrun has no recipe to start {id.Name}.", "Update wasmrun.")
        { Code = ErrorCodes.RuntimeUnknown },
    };

    /// <summary>A plain WASI program.</summary>
    /// <param name="services">The compiled modules.</param>
    /// <param name="file">Host path of a .wasm or .wat file.</param>
    /// <param name="arguments">argv behind the program's name.</param>
    public static IGuestProgram ForModule(Services services, string file, IReadOnlyList<string> arguments) =>
        new WasiProgram(services, file, [Path.GetFileName(file), .. arguments]);
}
