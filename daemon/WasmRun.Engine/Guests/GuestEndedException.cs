namespace WasmRun.Engine;

/// <summary>
/// Unwinds our own frames after a nested call into a guest found that the guest has ended. A host function lets it
/// pass: the boundary turns it back into the end that <see cref="Outcome"/> names.
/// </summary>
public sealed class GuestEndedException : Exception
{
    public GuestEndedException(GuestOutcome outcome)
        : base($"the guest has ended: {outcome}")
    {
        Outcome = outcome;
    }

    public GuestOutcome Outcome { get; }
}
