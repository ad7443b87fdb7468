using WasmRun.Kernel.Processes;

namespace WasmRun.Node.Tests.Programs;

[Collection(NodeCollection.Name)]
public sealed class CommandLineTests(NodeFixture node)
{
    [Theory]
    [InlineData("v24.21.0\n", "--version")]
    [InlineData("3\n", "-p", "1+2")]
    [InlineData("v24.21.0{ a: [ 1, { b: 2 } ] }\n", "-p", "process.version + require('util').inspect({a:[1,{b:2}]})")]
    [InlineData("[ 'x', '-y' ]\n", "-p", "process.argv.slice(1)", "x", "-y")]
    [InlineData("function\n", "--input-type=module", "-e", "import fs from 'fs'; console.log(typeof fs.readFileSync)")]
    [InlineData("[ '--no-warnings', '-p' ] true\n", "--no-warnings", "-p", "const { inspect } = require('util'); inspect(process.execArgv.slice(0, 2)) + ' ' + (process.noProcessWarnings ?? true)")]
    public async Task Arguments_AreReadAsTheNativeProgramReadsThem(string output, params string[] arguments)
    {
        var result = await node.RunAsync(arguments);
        Assert.Equal((output, "", 0), (result.Output, result.Error, result.Status.Code));
    }

    [Fact]
    public async Task UnknownOption_EndsWithStatusNine()
    {
        var result = await node.RunAsync("--no-such-option");
        Assert.Equal(9, result.Status.Code);
        Assert.EndsWith("bad option: --no-such-option\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_OnStandardInput_IsRun()
    {
        var result = await node.RunAsync(NodeFixture.NewMachine(), "/", "console.log('from stdin', __filename)", "-");
        Assert.Equal("from stdin [stdin]\n", result.Output);
    }

    [Theory]
    [InlineData(3, "process.exit(3)")]
    [InlineData(4, "process.exitCode = 4")]
    [InlineData(1, "throw new Error('x')")]
    [InlineData(1, "Promise.reject(new Error('x'))")]
    [InlineData(13, "await new Promise(() => {})", "--input-type=module")]
    [InlineData(0, "process.on('uncaughtException', () => {}); throw 1")]
    public async Task ExitStatus_IsTheProgramsOwn(int status, string code, params string[] options) =>
        Assert.Equal(status, (await node.RunAsync([.. options, "-e", code])).Status.Code);

    [Fact]
    public async Task TwoProcessesOfOneImage_DifferInRandomnessPidAndTime()
    {
        const string Code = "console.log(Math.random(), process.pid, performance.timeOrigin, process.env.HOME)";
        var (first, second) = (await node.RunAsync("-e", Code), await node.RunAsync("-e", Code));
        var (left, right) = (first.Output.Split(' '), second.Output.Split(' '));
        Assert.NotEqual(left[0], right[0]);
        Assert.NotEqual(left[2], right[2]);
        Assert.Equal("/home/user\n", left[3]);
    }

    [Theory]
    [InlineData("while (true);")]
    [InlineData("setInterval(() => {}, 1000)")]
    [InlineData("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)")]
    [InlineData("/^(a+)+$/.test('a'.repeat(40) + 'b')")]
    [InlineData("require('fs').readSync(0, Buffer.alloc(1))")]
    public async Task Kill_EndsAProgramWhateverItDoes(string code)
    {
        var machine = NodeFixture.NewMachine();
        var (process, output, _) = node.Start(machine, "/", "", "-e", $"console.log('ready'); {code}");
        for (var i = 0; i < 500 && process.State == ProcessState.Starting; i++)
        {
            await Task.Delay(10);
        }

        await Task.Delay(300);
        process.Send(Signal.Kill);
        var status = await process.WaitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        if (status.Signal == Signal.None)
        {
            // Standard input was at its end: the program had ended by itself.
            Assert.Contains("readSync", code, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(Signal.Kill, status.Signal);
        Assert.Equal("ready\n", await output);
    }

    [Fact]
    public async Task HandledSignal_ReachesTheProgram()
    {
        var machine = NodeFixture.NewMachine();
        var (process, output, _) = node.Start(
            machine, "/", "", "-e", "process.on('SIGINT', (s, n) => { console.log(s, n); process.exit(5); }); setInterval(() => {}, 1000)");
        await Task.Delay(1500);
        process.Send(Signal.Interrupt);
        var status = await process.WaitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(("SIGINT 2\n", 5), (await output, status.Code));
    }

    [Fact]
    public async Task DeepRecursion_IsARangeErrorThatCanBeCaught()
    {
        var result = await node.RunAsync("-p", "let n = 0; try { (function f() { n++; f(); })() } catch (e) { [e instanceof RangeError, e.message, n > 5000] }");
        Assert.Equal("[ true, 'Maximum call stack size exceeded', true ]\n", result.Output);
    }
}
