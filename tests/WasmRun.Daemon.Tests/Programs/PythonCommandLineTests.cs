using WasmRun.Daemon.Programs;

namespace WasmRun.Daemon.Tests.Programs;

public sealed class PythonCommandLineTests
{
    [Theory]
    [InlineData("main.py", 0)]
    [InlineData("main.py -c x", 0)]
    [InlineData("-u -W ignore main.py", 3)]
    [InlineData("-X dev --check-hash-based-pycs always main.py", 4)]
    [InlineData("-c print(1) main.py", -1)]
    [InlineData("-cprint(1) main.py", -1)]
    [InlineData("-m http.server main.py", -1)]
    [InlineData("- main.py", -1)]
    [InlineData("-V", -1)]
    [InlineData("-W", -1)]
    public void FindScript_IsTheFirstArgumentThatIsNoOptionOrItsValue(string arguments, int expected) =>
        Assert.Equal(expected, PythonCommandLine.FindScript(arguments.Split(' ')));
}
