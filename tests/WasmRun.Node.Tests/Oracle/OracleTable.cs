using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace WasmRun.Node.Tests.Oracle;

/// <summary>
/// Rows of inputs with what the native Node release answered, written by tools/node/oracle. A check runs over all rows and then fails
/// once, with every row that differs, so that one run shows the whole difference.
/// </summary>
internal sealed class OracleTable(string name, [CallerFilePath] string testFile = "")
{
    /// <summary>Calls <paramref name="answer"/> for each row; it returns null when ours equals the row, else what ours is.</summary>
    public void Check(Func<JsonElement, string?> answer)
    {
        using var table = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(testFile)!, name)));
        var differences = new StringBuilder();
        int rows = 0, differing = 0;
        foreach (var row in table.RootElement.EnumerateArray())
        {
            rows++;
            string? ours;
            try
            {
                ours = answer(row);
            }
            catch (Exception e)
            {
                ours = e.ToString();
            }
            if (ours is null) continue;
            if (differing++ < 40) differences.AppendLine(row.GetRawText()).Append("   ours: ").AppendLine(ours);
        }
        Assert.True(rows > 0, "the table is empty");
        Assert.True(differing == 0, $"{differing} of {rows} rows differ from native\n{differences}");
    }
}
