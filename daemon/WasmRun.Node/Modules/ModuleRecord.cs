namespace WasmRun.Node.Modules;

/// <summary>When an import is resolved and how far the module is taken: Node's <c>kEvaluationPhase</c>, <c>kSourcePhase</c>.</summary>
public enum ImportPhase : byte
{
    Evaluation,
    /// <summary><c>import source x from …</c> and <c>import.source(…)</c>.</summary>
    Source,
    /// <summary><c>import defer * as x from …</c> and <c>import.defer(…)</c>.</summary>
    Defer,
}

/// <summary>One entry of an import's <c>with { … }</c>.</summary>
public readonly record struct ImportAttribute(string Key, string Value);

/// <summary>A static <c>import</c> or a re-exporting <c>export … from</c>.</summary>
/// <param name="Specifier">The specifier, escapes decoded.</param>
/// <param name="Attributes">Import attributes in source order.</param>
/// <param name="Phase">The phase asked for.</param>
/// <param name="Start">Offset in bytes of the statement's first word.</param>
/// <param name="SpecifierStart">Offset in bytes of the specifier's opening quote.</param>
public sealed record StaticImport(
    string Specifier, IReadOnlyList<ImportAttribute> Attributes, ImportPhase Phase, int Start, int SpecifierStart);

/// <summary>An <c>import(…)</c> call.</summary>
/// <param name="Start">Offset in bytes of the word <c>import</c>.</param>
/// <param name="Callee">Length in bytes of what is called: <c>import</c>, <c>import.source</c> or <c>import.defer</c>.</param>
/// <param name="Paren">Offset in bytes of the opening parenthesis.</param>
/// <param name="Phase">The phase asked for.</param>
public readonly record struct DynamicImport(int Start, int Callee, int Paren, ImportPhase Phase);

/// <summary>What a module's source says of its links, found without compiling it.</summary>
public sealed class ModuleRecord
{
    /// <summary>Static imports and re-exports in source order, with repetitions.</summary>
    public IReadOnlyList<StaticImport> Imports => ImportList;

    /// <summary>Every dynamic import, wherever it stands.</summary>
    public IReadOnlyList<DynamicImport> DynamicImports => DynamicImportList;

    /// <summary>Offsets in bytes of each <c>import.meta</c>.</summary>
    public IReadOnlyList<int> ImportMetas => ImportMetaList;

    /// <summary>An <c>export</c> declaration is there.</summary>
    public bool HasExports { get; internal set; }

    /// <summary>An <c>await</c>, <c>for await</c> or <c>await using</c> stands outside every function.</summary>
    public bool HasTopLevelAwait { get; internal set; }

    internal List<StaticImport> ImportList { get; } = [];

    internal List<DynamicImport> DynamicImportList { get; } = [];

    internal List<int> ImportMetaList { get; } = [];
}
