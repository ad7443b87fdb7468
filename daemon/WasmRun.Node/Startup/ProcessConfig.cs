using System.Buffers;
using System.Text.Json;
using WasmRun.Kernel.Processes;

namespace WasmRun.Node;

/// <summary>What a started image is told of its process, as JSON for js/realm.js.</summary>
internal static class ProcessConfig
{
    public const string ExecPath = "/usr/local/bin/node";

    public static ReadOnlyMemory<byte> Write(Process process, CommandLine line)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("argv");
            json.WriteStringValue(process.Arguments.Count > 0 ? process.Arguments[0] : "node");
            WriteAll(json, line.Arguments);
            json.WriteEndArray();
            json.WriteStartArray("execArgv");
            WriteAll(json, line.ExecArguments);
            json.WriteEndArray();
            json.WriteString("execPath", ExecPath);
            json.WriteNumber("pid", process.Pid);
            json.WriteNumber("ppid", process.Parent?.Pid ?? 0);
            json.WriteStartObject("env");
            foreach (var (name, value) in process.Environment)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteStartObject("options");
            foreach (var (name, value) in line.Values)
            {
                WriteOption(json, name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteAll(Utf8JsonWriter json, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
    }

    private static void WriteOption(Utf8JsonWriter json, string name, object value)
    {
        json.WritePropertyName(name);
        switch (value)
        {
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case List<string> list:
                json.WriteStartArray();
                WriteAll(json, list);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }
}
