using System.Text;

namespace WasmRun.Node.Text;

/// <summary>How many terminal columns a string takes: <c>internalBinding('icu').getStringWidth</c> with its default arguments.</summary>
public static partial class StringWidth
{
    /// <summary>Sum of the widths of the code points; each is 0 (combining, control, format), 1, or 2 (East Asian wide, emoji).</summary>
    public static int Measure(ReadOnlySpan<char> text)
    {
        int width = 0;
        while (!text.IsEmpty)
        {
            // A lone surrogate counts as one column.
            var status = Rune.DecodeFromUtf16(text, out var rune, out int units);
            width += status == System.Buffers.OperationStatus.Done ? OfCodePoint(rune.Value) : 1;
            text = text[units..];
        }
        return width;
    }

    /// <summary>Columns of one code point.</summary>
    public static int OfCodePoint(int codePoint)
    {
        // Each run's low two bits are its width, so a code point with all of them set sorts after a run that starts there.
        int index = Runs.BinarySearch(codePoint * 4 + 3);
        int run = index < 0 ? ~index - 1 : index;
        return run < 0 ? 1 : Runs[run] & 3;
    }
}
