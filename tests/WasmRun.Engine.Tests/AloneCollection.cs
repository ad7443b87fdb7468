namespace WasmRun.Engine.Tests;

/// <summary>Tests that look at the whole process, so that nothing else may run beside them.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
