using WasmRun.Workspace.Detection;

namespace WasmRun.Workspace.Tests.Detection;

public sealed class ProjectDetectorTests
{
    private static readonly (string, string) _server = ("server.js", "");

    [Theory]
    [InlineData("node server.js", "node server.js")]
    [InlineData("node --enable-source-maps server.js --port 3000", "node --enable-source-maps server.js --port 3000")]
    [InlineData("NODE_ENV=production node server.js", "NODE_ENV=production node server.js")]
    [InlineData("cross-env NODE_ENV=production PORT='80 80' node ./server", "NODE_ENV=production 'PORT=80 80' node ./server")]
    [InlineData("nodemon server.js", "node server.js")]
    [InlineData("npm run serve -- --fast", "node server.js --fast")]
    public void StartScript_OfThePlainKind_IsReadWithoutAShell(string script, string commandLine)
    {
        var project = Find(Manifest($$$"""{"name":"shop","scripts":{"start":"{{{script}}}","serve":"node server.js"}}"""), _server);
        Assert.Equal(commandLine, project.Entry.CommandLine);
        Assert.Equal("server.js", project.Entry.File);
        Assert.Equal("npm start", project.Entry.Title);
        Assert.Equal("scripts.start in package.json", project.Entry.Reason);
        Assert.Equal(("shop", ProjectKind.Node, "node"), (project.Name, project.Kind, project.Entry.RuntimeName));
    }

    [Theory]
    [InlineData("tsc && node server.js", "needs a shell because of `&&`", "Make it one program")]
    [InlineData("next start", "runs \"next\", which is not installed", "wasmrun install")]
    [InlineData("make run", "runs \"make\", which is no program that wasmrun knows", "Make it one program")]
    [InlineData("node dist/app.js", "runs \"dist/app.js\", which is not there", "The script \"build\" may make it")]
    [InlineData("npm run start", "leads back to itself", "Make it one program")]
    public void StartScript_ThatIsNotPlain_SaysWhyAndWhatToDo(string script, string why, string advice)
    {
        var problem = Problem(Manifest($$$"""{"scripts":{"start":"{{{script}}}","build":"tsc"},"dependencies":{"next":"1"}}"""), _server);
        Assert.Contains("The script \"start\" in package.json", problem.Message, StringComparison.Ordinal);
        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
        Assert.Contains(advice, problem.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void StartScript_WithTheCommandOfAPackage_RunsItsFile()
    {
        var manifest = Manifest("""{"scripts":{"start":"vite --port 80"}}""");
        var unix = Find(manifest, ("node_modules/.bin/vite", "#!/usr/bin/env node\n"));
        Assert.Equal("node node_modules/.bin/vite --port 80", unix.Entry.CommandLine);
        var windows = Find(
            manifest,
            ("node_modules/.bin/vite", "#!/bin/sh\nexec node  \"$basedir/../vite/bin/vite.js\" \"$@\"\n"),
            ("node_modules/vite/bin/vite.js", ""));
        Assert.Equal("node node_modules/vite/bin/vite.js --port 80", windows.Entry.CommandLine);
    }

    [Fact]
    public void PackageJson_WithoutAStartScript_RunsMainThenTheUsualFiles()
    {
        var project = Find(Manifest("""{"main":"./lib/start"}"""), ("lib/start.js", ""), ("index.js", ""));
        Assert.Equal("node lib/start.js", project.Entry.CommandLine);
        Assert.Equal(["lib/start.js", "index.js"], project.Candidates.Select(candidate => candidate.File));
        Assert.Equal("node server.js", Find(Manifest("{}"), _server).Entry.CommandLine);
    }

    [Fact]
    public void PackageJson_ThatIsNotJson_SaysWhere()
    {
        var problem = Problem(Manifest("{\n  \"name\": shop\n}"));
        Assert.Equal("package.json can't be read: line 2, column 11 is not valid JSON.", problem.Message);
    }

    [Fact]
    public void Python_RunsMainAndTakesTheNameFromItsManifest()
    {
        var project = Find(("pyproject.toml", "[build-system]\nname = \"no\"\n[project]\nname = \"hello-there\"\n"), ("main.py", ""));
        Assert.Equal(("hello-there", "python main.py"), (project.Name, project.Entry.CommandLine));
        Assert.Equal("main.py beside pyproject.toml", project.Entry.Reason);
    }

    [Fact]
    public void Python_WithAPackageOnly_RunsItAsAModule()
    {
        var project = Find(("pyproject.toml", "[project]\nname='web-app'\n"), ("src/web_app/__main__.py", ""));
        Assert.Equal("PYTHONPATH=src python -m web_app", project.Entry.CommandLine);
    }

    [Fact]
    public void Folder_WithOneLooseFile_RunsIt()
    {
        Assert.Equal("hello.wat", Find(("hello.wat", ""), ("README.md", "")).Entry.CommandLine);
        Assert.Equal("shop", Find(("a.py", "")).Name);
    }

    [Fact]
    public void Folder_WithSeveralLooseFiles_AsksWhich()
    {
        var problem = Problem(("a.js", ""), ("b.py", ""), ("vite.config.js", ""));
        Assert.Contains("several files that could be run (a.js, b.py)", problem.Message, StringComparison.Ordinal);
        Assert.Contains("wasmrun run a.js", problem.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_OfAnUnknownType_ListsWhatWasLookedFor()
    {
        var problem = Problem(("Makefile", ""));
        Assert.StartsWith("Nothing to run was found in /home/ada/shop. Looked for: package.json", problem.Message, StringComparison.Ordinal);
        Assert.Contains("main.py", problem.Message, StringComparison.Ordinal);
        Assert.Contains("wasmrun run src/app.js", problem.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.mjs", "", ProjectKind.Node)]
    [InlineData("a.py", "", ProjectKind.Python)]
    [InlineData("a.wasm", "", ProjectKind.Wasi)]
    [InlineData("tool", "#!/usr/bin/env node\n", ProjectKind.Node)]
    [InlineData("tool", "#!/usr/bin/python3 -u\n", ProjectKind.Python)]
    [InlineData("tool", "\0asm\x1", ProjectKind.Wasi)]
    public void File_IsWhatItsNameOrItsFirstBytesSay(string name, string text, ProjectKind kind)
    {
        var result = ProjectDetector.Detect(new FakeProjectFiles((name, text)), new DetectionRequest { File = name, Arguments = ["x"] });
        Assert.Equal((kind, name, "x"), (result.Project!.Kind, result.Project.Entry.Arguments[0], result.Project.Entry.Arguments[1]));
    }

    [Theory]
    [InlineData("../secret.js", "is not a path inside")]
    [InlineData("/etc/passwd", "is not a path inside")]
    [InlineData("gone.js", "There is no file \"gone.js\"")]
    [InlineData("notes.txt", "does not know what \"notes.txt\" is")]
    public void File_ThatCannotBeRun_SaysWhy(string name, string why)
    {
        var result = ProjectDetector.Detect(new FakeProjectFiles(("notes.txt", "hi")), new DetectionRequest { File = name });
        Assert.Contains(why, result.Problem!.Message, StringComparison.Ordinal);
    }

    private static (string, string) Manifest(string json) => ("package.json", json);

    private static Project Find(params (string, string)[] files)
    {
        var result = ProjectDetector.Detect(new FakeProjectFiles(files), new DetectionRequest());
        Assert.Null(result.Problem);
        return result.Project!;
    }

    private static DetectionProblem Problem(params (string, string)[] files)
    {
        var result = ProjectDetector.Detect(new FakeProjectFiles(files), new DetectionRequest());
        Assert.Null(result.Project);
        return result.Problem!;
    }
}
