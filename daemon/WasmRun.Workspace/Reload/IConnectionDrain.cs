namespace WasmRun.Workspace.Reload;

/// <summary>What carries connections between clients outside and the programs of one network, told around a restart.</summary>
public interface IConnectionDrain
{
    /// <summary>
    /// From now on no new exchange reaches the program that is being replaced. Completes when the exchanges under way are over,
    /// or when the limit is. Called after <see cref="Kernel.Net.LoopbackNetwork.BeginHandover"/>; what connects from then on
    /// belongs to the next program.
    /// </summary>
    Task BeginHandoverAsync(TimeSpan limit, CancellationToken cancellationToken);
}
