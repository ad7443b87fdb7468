using WasmRun.Node.Modules.Syntax;

namespace WasmRun.Node.Modules;

/// <summary>The loop that transpilers write for <c>export * from</c>: <c>Object.keys(dep).forEach(function (key) { … })</c>.</summary>
internal static class CjsStarExport
{
    /// <summary>Reads what follows <c>Object.keys</c>. In the patterns $1 is the module's variable and $2 the key.</summary>
    internal static void Read(ref JsCursor cursor, CjsLexerState state)
    {
        var pattern = new CjsPattern();
        if (!pattern.Match(ref cursor, "( $1 ) . forEach ( function ( $2 ) {"u8)) return;
        if (!TakeGuard(ref pattern, ref cursor) || !TakeAssignment(ref pattern, ref cursor)) return;
        if (pattern.Match(ref cursor, "} )"u8)) state.AddStar(pattern.First);
    }

    /// <summary>Takes the test that leaves out default, __esModule and what is already exported.</summary>
    private static bool TakeGuard(ref CjsPattern pattern, ref JsCursor cursor)
    {
        if (pattern.Match(ref cursor, "if ( $2 === 'default' || $2 === '__esModule' ) return ;?"u8))
        {
            // Both further tests are optional.
            _ = pattern.Match(ref cursor, "if ( Object . prototype . hasOwnProperty . call ( ID , $2 ) ) return ;?"u8)
                || pattern.Match(ref cursor, "if ( Object . hasOwnProperty . call ( ID , $2 ) ) return ;?"u8);
            _ = pattern.Match(ref cursor, "if ( $2 in EXPORTS && EXPORTS [ $2 ] === $1 [ $2 ] ) return ;?"u8);
            return true;
        }
        return pattern.Match(ref cursor, "if ( $2 !== 'default' )"u8)
            || pattern.Match(ref cursor, "if ( $2 !== 'default' && ! Object . prototype . hasOwnProperty . call ( ID , $2 ) )"u8)
            || pattern.Match(ref cursor, "if ( $2 !== 'default' && ! Object . hasOwnProperty . call ( ID , $2 ) )"u8)
            || pattern.Match(ref cursor, "if ( $2 !== 'default' && ! ID . hasOwnProperty ( $2 ) )"u8);
    }

    private static bool TakeAssignment(ref CjsPattern pattern, ref JsCursor cursor)
    {
        if (pattern.Match(ref cursor, "EXPORTS [ $2 ] = $1 [ $2 ] ;?"u8)) return true;
        return pattern.Match(ref cursor, "Object . defineProperty ( EXPORTS , $2 , { enumerable : true ,"u8)
            && CjsDefineProperty.TakeGetterHead(ref cursor)
            && pattern.Match(ref cursor, "{ return $1 [ $2 ] ;? } ,? } ) ;?"u8);
    }
}
