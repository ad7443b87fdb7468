using WasmRun.Node.Modules.Syntax;

namespace WasmRun.Node.Modules;

/// <summary>
/// <c>Object.defineProperty(exports, 'name', …)</c> with a value, or a getter that returns a name or a member of one;
/// no other getter counts, since reading it may do something.
/// </summary>
internal static class CjsDefineProperty
{
    /// <summary>Reads what follows <c>Object.defineProperty</c>.</summary>
    internal static void Read(ref JsCursor cursor, CjsLexerState state)
    {
        var pattern = new CjsPattern();
        if (!pattern.Match(ref cursor, "( EXPORTS ,"u8) || !cursor.TakeString(out var literal)) return;
        if (IsPlainDescriptor(ref cursor)) state.AddLiteral(literal);
    }

    private static bool IsPlainDescriptor(ref JsCursor cursor)
    {
        var pattern = new CjsPattern();
        if (!pattern.Match(ref cursor, ", {"u8)) return false;
        pattern.Match(ref cursor, "enumerable : true ,"u8);
        if (pattern.Match(ref cursor, "value :"u8)) return true;
        return TakeGetterHead(ref cursor) && pattern.Match(ref cursor, "{ return ID"u8) && TakeMember(ref cursor)
            && pattern.Match(ref cursor, ";? } ,? } )"u8);
    }

    /// <summary>Takes <c>get ()</c>, <c>get: function ()</c> or <c>get: function name ()</c>.</summary>
    internal static bool TakeGetterHead(ref JsCursor cursor)
    {
        var pattern = new CjsPattern();
        return pattern.Match(ref cursor, "get : function ( )"u8) || pattern.Match(ref cursor, "get : function ID ( )"u8)
            || pattern.Match(ref cursor, "get ( )"u8);
    }

    private static bool TakeMember(ref JsCursor cursor)
    {
        if (cursor.Take((byte)'.')) return cursor.TakeName(out _);
        return !cursor.Take((byte)'[') || cursor.TakeString(out _) && cursor.Take((byte)']');
    }
}
