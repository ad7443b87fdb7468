namespace WasmRun.Node.Quickjs;

/// <summary>
/// Proves that <see cref="JsLayout"/> fits the engine at hand, and learns what differs from build to build. Runs while an
/// image is baked: a wrong offset must never reach a user's program.
/// </summary>
internal static class JsLayoutCheck
{
    /// <summary>Bytes of a context to search for the state of Math.random.</summary>
    private const uint ContextBytes = 2048;

    /// <exception cref="InvalidOperationException">An offset is wrong: this quickjs.wasm is not the one the code was written for.</exception>
    public static void Run(QuickjsEngine js)
    {
        Numbers(js);
        Strings(js);
        Arrays(js);
        RandomState(js);
        ImportJob(js);
        AsyncContext(js);
    }

    private static void Numbers(QuickjsEngine js)
    {
        foreach (var number in (double[])[0, -0.0, 1, -1, 0.5, int.MaxValue, int.MinValue, 4294967296, double.NaN, double.MaxValue, double.NegativeInfinity])
        {
            var made = new JsValue(js.Exports.Get("JS_NewNumber").Call(js.Context, number).U64);
            Require(made == (JsValue)number && made.Number.Equals(number), $"the number {number}");
        }
    }

    private static void Strings(QuickjsEngine js)
    {
        foreach (var text in (string[])["", "plain", "caf\u00e9", "\u4e2d\u6587", "lone \ud800 surrogate"])
        {
            var made = js.NewString(text);
            Require(js.TryUnits(made, out _, out _) && js.Text(made) == text && js.Length(made) == text.Length, $"the string \"{text}\"");
            js.Free(made);
        }

        var rope = Evaluate(js, "let s = 'ab'.repeat(5000); s += '\\u1234'; s + s");
        Require(js.Text(rope).Length == 20002 && js.Length(rope) == 20002, "a long concatenation");
        js.Free(rope);
    }

    private static void Arrays(QuickjsEngine js)
    {
        foreach (var (source, kind, bytes) in ((string, JsClass, byte[])[])
            [
                ("new Uint8Array([9, 1, 2, 3]).subarray(1)", JsClass.Uint8Array, [1, 2, 3]),
                ("new Uint16Array([258])", JsClass.Uint16Array, [2, 1]),
                ("new Float64Array([0])", JsClass.Float64Array, new byte[8]),
                ("new BigInt64Array([5n])", JsClass.BigInt64Array, [5, 0, 0, 0, 0, 0, 0, 0]),
                ("new DataView(new Uint8Array([7, 8, 9]).buffer, 1)", JsClass.DataView, [8, 9]),
                ("new Uint8Array([4, 5]).buffer", JsClass.ArrayBuffer, [4, 5]),
                ("new Map()", JsClass.Map, []),
                ("Promise.resolve()", JsClass.Promise, []),
                ("new Proxy({}, {})", JsClass.Proxy, []),
                ("(async () => {})", JsClass.AsyncFunction, []),
                ("new WeakRef({})", JsClass.WeakRef, []),
            ])
        {
            var value = Evaluate(js, source);
            Require(js.ClassOf(value) == kind && js.Bytes(value).SequenceEqual(bytes), source);
            js.Free(value);
        }
    }

    /// <summary>xorshift64*: finds the eight bytes that go through one step when Math.random is called.</summary>
    private static void RandomState(QuickjsEngine js)
    {
        var before = js.Slice(js.Context, ContextBytes).ToArray();
        js.Free(Evaluate(js, "Math.random()"));
        for (var offset = 0u; offset + 8 <= ContextBytes; offset += 8)
        {
            var state = BitConverter.ToUInt64(before, (int)offset);
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            if (state != 0 && js.ReadUInt64(js.Context + offset) == state)
            {
                js.RandomState = offset;
                return;
            }
        }

        Require(false, "Math.random");
    }

    /// <summary>The job that an import() leaves in the queue.</summary>
    private static void ImportJob(QuickjsEngine js)
    {
        Require(!js.HasJobs, "the job queue");
        var promise = Evaluate(js, "import('probe')");
        Require(js.HasJobs, "import()");
        js.ImportJob = js.HeadJobFunction;
        js.RemoveJob(js.HeadJob, count: 5);
        Require(!js.HasJobs, "import()");
        js.Free(promise);
    }

    /// <summary>Every kind of job runs in the context of the promise it belongs to.</summary>
    private static void AsyncContext(QuickjsEngine js)
    {
        js.FrameKey = js.NewPrivateSymbol("async context frame");
        var frame = js.NewObject();
        js.Frame = frame;
        js.Free(Evaluate(js, """
            globalThis.seen = [];
            Promise.resolve().then(() => seen.push('then'));
            (async () => { await null; seen.push('await'); await 1; seen.push('again'); })();
            Promise.resolve({ then(done) { seen.push('thenable'); done(); } }).then(() => seen.push('after'));
            """));
        js.Frame = JsValue.Undefined;
        js.Free(Evaluate(js, "Promise.resolve().then(() => seen.push('none'))"));
        var seenInFrame = new List<string>();
        var count = 0;
        while (js.HasJobs)
        {
            js.ObserveJob = current =>
            {
                var seen = Evaluate(js, "seen.length");
                var last = Evaluate(js, "seen[seen.length - 1]");
                if ((int)seen.Number > count)
                {
                    count = (int)seen.Number;
                    Require(current.IsObject == (js.Text(last) != "none"), $"the async context of a job ({js.Text(last)})");
                    seenInFrame.Add(js.Text(last));
                }

                js.Free(last);
            };
            Require(js.RunJobs(), "a job");
        }

        js.ObserveJob = null;
        Require(seenInFrame.Order().SequenceEqual(["after", "again", "await", "none", "then", "thenable"]), "the async context of jobs");
        js.StopTrackingFrames();
        js.Free(Evaluate(js, "delete globalThis.seen"));
        js.Free(frame);
    }

    private static JsValue Evaluate(QuickjsEngine js, string source)
    {
        var value = js.Eval(source, "wasmrun:check");
        return value.IsException ? throw js.Unexpected(source) : value;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"quickjs.wasm is not laid out as expected: {what}. Another version of the engine needs Quickjs/JsLayout.cs adapted.");
        }
    }
}
