using System.Diagnostics.CodeAnalysis;

namespace WasmRun.Workspace.Detection;

/// <summary>Why nothing can be run, in the user's words.</summary>
/// <param name="Message">What failed and why.</param>
/// <param name="Advice">What to do next.</param>
public sealed record DetectionProblem(string Message, string Advice)
{
    public override string ToString() => $"{Message} {Advice}";
}

/// <summary>A project, or why there is none.</summary>
public sealed record DetectionResult
{
    private DetectionResult(Project? project, DetectionProblem? problem) => (Project, Problem) = (project, problem);

    public Project? Project { get; }

    public DetectionProblem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Project))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsFound => Project is not null;

    public static DetectionResult Found(Project project) => new(project, null);

    public static DetectionResult NotFound(DetectionProblem problem) => new(null, problem);
}
