using WasmRun.Kernel;

namespace WasmRun.Wasi;

/// <summary>The body of a system call. Runs on the guest's thread, may wait, and never throws for what a guest did.</summary>
public delegate Errno SyscallBody(SyscallContext context, SyscallArguments arguments);

/// <summary>One row of the table: a function that guests import from <see cref="SyscallTable.ModuleName"/>.</summary>
public sealed class Syscall
{
    internal Syscall(string name, string parameters, SyscallBody body, Status status, string note = "", bool returns = true)
    {
        Name = name;
        Parameters = Parameter.ParseList(parameters);
        Body = body;
        Status = status;
        Note = note;
        Returns = returns;
        Signature = string.Join(' ', Parameters.SelectMany(p => Enumerable.Repeat(p.IsWide ? "i64" : "i32", p.Width)))
            + (returns ? " -> i32" : " -> ");
    }

    public string Name { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The WebAssembly type, for example <c>i32 i32 i64 -> i32</c>.</summary>
    public string Signature { get; }

    public SyscallBody Body { get; }

    public Status Status { get; }

    /// <summary>What a user of the call must know; empty for most.</summary>
    public string Note { get; }

    /// <summary>False for a call that never comes back to the guest: it has no errno.</summary>
    public bool Returns { get; }

    /// <summary>Runs the call; told of where the process is traced.</summary>
    public Errno Invoke(SyscallContext context, SyscallArguments arguments) =>
        context.Process.Trace is null ? Body(context, arguments) : Tracer.Run(this, context, arguments);

    public override string ToString() => Name;
}
