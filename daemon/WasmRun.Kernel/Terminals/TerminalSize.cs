namespace WasmRun.Kernel.Terminals;

/// <summary>The window of a terminal in characters. Changes are seen by everyone who shares it.</summary>
public sealed class TerminalSize(int columns, int rows)
{
    public int Columns { get; private set; } = columns;

    public int Rows { get; private set; } = rows;

    public void Set(int columns, int rows)
    {
        Columns = columns;
        Rows = rows;
    }
}
