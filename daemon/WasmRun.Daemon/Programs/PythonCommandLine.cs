namespace WasmRun.Daemon.Programs;

/// <summary>CPython's command line as far as the script's place in it (Using Python, "Command line and environment").</summary>
internal static class PythonCommandLine
{
    /// <summary>Index of the script among the arguments; -1 for <c>-c</c>, <c>-m</c>, <c>-</c> and the prompt.</summary>
    public static int FindScript(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "-" || argument.StartsWith("-c", StringComparison.Ordinal) || argument.StartsWith("-m", StringComparison.Ordinal))
            {
                return -1;
            }

            if (!argument.StartsWith('-'))
            {
                return i;
            }

            // Options whose value is an argument of its own.
            if (argument is "-W" or "-X" or "--check-hash-based-pycs")
            {
                i++;
            }
        }

        return -1;
    }
}
