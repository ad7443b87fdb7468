using System.Text.Json;
using WasmRun.Node.Modules;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('modules'): package.json files, read once. (src/node_modules.cc)</summary>
internal sealed class ModulesBinding(NodeHost host) : Binding(host)
{
    private readonly Dictionary<string, PackageJson?> _packages = [];

    public override string Name => "modules";

    private FsBinding Files => Host.Binding<FsBinding>();

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("readPackageJSON", ReadPackageJson);
        natives.Add("getNearestParentPackageJSON", NearestParent);
        natives.Add("getNearestParentPackageJSONType", NearestParentType);
        natives.Add("getPackageScopeConfig", ScopeConfig);
        natives.Add("getPackageType", PackageType);
    }

    /// <summary>readPackageJSON(path, isESM, base, specifier): [name, main, type, imports, exports, path], or undefined.</summary>
    private JsValue ReadPackageJson(in NativeCall call)
    {
        var path = call.Text(0);
        if (!TryRead(path, out var package, out var complaint))
        {
            var from = call[2].IsString ? $" while importing \"{call.Text(3)}\" from {FileUrl.PathOf(call.Text(2))}." : "";
            return ThrowInvalid(path, from.Length > 0 ? from : $" {complaint}");
        }

        return package is null ? JsValue.Undefined : ToArray(package);
    }

    private JsValue NearestParent(in NativeCall call) => Nearest(call.Text(0), package => package is null ? JsValue.Undefined : ToArray(package));

    private JsValue NearestParentType(in NativeCall call) =>
        Nearest(call.Text(0), package => Js.NewString(package?.Type ?? "none"));

    /// <summary>getPackageScopeConfig(url): as readPackageJSON, or where a package.json was looked for last.</summary>
    private JsValue ScopeConfig(in NativeCall call) => Nearest(
        FileUrl.PathOf(call.Text(0)), package => package is null ? Js.NewString("/package.json") : ToArray(package));

    private JsValue PackageType(in NativeCall call) => Nearest(
        FileUrl.PathOf(call.Text(0)), package => package?.Type is { } type and not "none" ? Js.NewString(type) : JsValue.Undefined);

    private JsValue Nearest(string path, Func<PackageJson?, JsValue> answer)
    {
        for (var slash = path.LastIndexOf('/'); slash >= 0; slash = slash == 0 ? -1 : path.LastIndexOf('/', slash - 1))
        {
            var folder = path[..slash];
            if (folder.EndsWith("/node_modules", StringComparison.Ordinal))
            {
                break;
            }

            var candidate = folder + "/package.json";
            if (!TryRead(candidate, out var package, out var complaint))
            {
                return ThrowInvalid(candidate, $" {complaint}");
            }

            if (package is not null)
            {
                return answer(package);
            }
        }

        return answer(null);
    }

    private bool TryRead(string path, out PackageJson? package, out string? complaint)
    {
        complaint = null;
        if (_packages.TryGetValue(path, out package))
        {
            return true;
        }

        var bytes = Files.TryReadFile(path);
        try
        {
            package = bytes is null ? null : PackageJson.Parse(path, bytes);
        }
        catch (JsonException exception)
        {
            complaint = exception.Message;
            return false;
        }

        _packages.Add(path, package);
        return true;
    }

    private JsValue ThrowInvalid(string path, string detail) =>
        Js.ThrowNew("Error", $"Invalid package config {path}.{detail}", "ERR_INVALID_PACKAGE_CONFIG");

    private JsValue ToArray(PackageJson package) => Js.NewArray(
    [
        Text(package.Name), Text(package.Main), Js.NewString(package.Type), Text(package.Imports), Text(package.Exports), Js.NewString(package.Path),
    ]);

    private JsValue Text(string? text) => text is null ? JsValue.Undefined : Js.NewString(text);
}
