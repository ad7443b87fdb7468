using System.CommandLine;

namespace WasmRun.Daemon.Cli;

/// <summary>Options that several verbs have, so that they read alike everywhere.</summary>
internal static class SharedOptions
{
    public static Option<string[]> Env() => new("--env")
    {
        Description = "A variable for the program, as NAME=VALUE; can be repeated. Nothing of the host's environment is passed on.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<bool> Json() => new("--json") { Description = "Answer in JSON." };

    public static Argument<string[]> ProgramArguments() => new("args")
    {
        Description = "Arguments for the program, behind --.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <exception cref="UserErrorException">One of them has no <c>=</c>.</exception>
    public static Dictionary<string, string> ParseEnv(string[]? variables)
    {
        var parsed = new Dictionary<string, string>();
        foreach (var variable in variables ?? [])
        {
            var equals = variable.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UserErrorException($"--env {variable} names no value.", "Write it as --env NAME=VALUE.");
            }

            parsed[variable[..equals]] = variable[(equals + 1)..];
        }

        return parsed;
    }
}
