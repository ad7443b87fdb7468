using WasmRun.Kernel;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('util'): looking into objects as JavaScript cannot. (src/node_util.cc)</summary>
internal sealed class UtilBinding(NodeHost host) : Binding(host)
{
    private const int OnlyEnumerable = 2; // PropertyFilter of V8
    private const int SkipSymbols = 16;

    /// <summary>The numbers of <c>handleTypes</c> in lib/internal/util.js.</summary>
    private enum HandleType
    {
        Tcp,
        Tty,
        Udp,
        File,
        Pipe,
        Unknown,
        Invalid,
    }

    public override string Name => "util";

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("getPromiseDetails", GetPromiseDetails);
        natives.Add("getProxyDetails", GetProxyDetails);
        natives.Add("getConstructorName", GetConstructorName);
        natives.Add("getOwnNonIndexProperties", GetOwnNonIndexProperties);
        natives.Add("iteratorEntries", IteratorEntries);
        natives.Add("guessHandleType", GuessHandleType);
        natives.Add("markPromiseAsHandled", MarkPromiseAsHandled);
        natives.Add("parseEnv", ParseEnv);
        foreach (var (name, test) in TypesBinding.Tests)
        {
            natives.Add(name, (in NativeCall call) => test(Js.ClassOf(call[0])));
        }
    }

    /// <summary>getPromiseDetails(promise): [state, result].</summary>
    private JsValue GetPromiseDetails(in NativeCall call)
    {
        var promise = call[0];
        if (Js.ClassOf(promise) != JsClass.Promise)
        {
            return JsValue.Undefined;
        }

        var state = Js.PromiseState(promise);
        return state == 0 ? Js.NewArray([state]) : Js.NewArray([state, Js.PromiseResult(promise)]);
    }

    /// <summary>getProxyDetails(value, full = true): [target, handler], or the target alone.</summary>
    private JsValue GetProxyDetails(in NativeCall call)
    {
        var proxy = call[0];
        if (Js.ClassOf(proxy) != JsClass.Proxy)
        {
            return JsValue.Undefined;
        }

        var target = new JsValue(Js.Exports.GetProxyTarget.Call(Js.Context, (long)proxy.Bits).U64);
        if (call.Count > 1 && !call.Bool(1))
        {
            return target;
        }

        return Js.NewArray([target, new JsValue(Js.Exports.GetProxyHandler.Call(Js.Context, (long)proxy.Bits).U64)]);
    }

    /// <summary>The name of the constructor an object was made by, found along the prototypes.</summary>
    private JsValue GetConstructorName(in NativeCall call)
    {
        var current = Js.Dup(call[0]);
        while (current.IsObject)
        {
            var constructor = Js.ClassOf(current) == JsClass.Proxy ? JsValue.Undefined : Js.Get(current, "constructor");
            if (Js.IsFunction(constructor))
            {
                var name = Js.Get(constructor, "name");
                Js.Free(constructor);
                if (name.IsString && Js.Length(name) > 0)
                {
                    Js.Free(current);
                    return name;
                }

                Js.Free(name);
            }
            else
            {
                Js.Free(constructor);
            }

            var parent = new JsValue(Js.Exports.GetPrototype.Call(Js.Context, (long)current.Bits).U64);
            Js.Free(current);
            current = parent;
        }

        if (current.IsException)
        {
            Js.Free(Js.TakeException());
        }

        return Js.NewString("Object");
    }

    /// <summary>Keys that are no array indices; filter 2 leaves out those that are not enumerable.</summary>
    private JsValue GetOwnNonIndexProperties(in NativeCall call)
    {
        const int StringsAndSymbols = 3; // JS_GPN_STRING_MASK | JS_GPN_SYMBOL_MASK
        const int Strings = 1;
        const int EnumerableOnly = 16; // JS_GPN_ENUM_ONLY
        var filter = call.Int(1);
        var flags = ((filter & SkipSymbols) != 0 ? Strings : StringsAndSymbols) | ((filter & OnlyEnumerable) != 0 ? EnumerableOnly : 0);
        var header = Js.Malloc(8);
        var failed = Js.Exports.GetOwnPropertyNames.Call(Js.Context, header, header + 4, (long)call[0].Bits, flags).I32 < 0;
        var (table, count) = (Js.ReadUInt32(header), Js.ReadUInt32(header + 4));
        Js.Free(header);
        if (failed)
        {
            return JsValue.Exception;
        }

        var keys = Js.NewArray();
        var length = 0u;
        for (var i = 0u; i < count; i++)
        {
            // JSPropertyEnum: is_enumerable, atom. The top bit of an atom marks an array index.
            var atom = Js.ReadUInt32(table + i * 8 + 4);
            if (atom >> 31 == 0)
            {
                Js.Set(keys, length++, new JsValue(Js.Exports.AtomToValue.Call(Js.Context, atom).U64));
            }
        }

        Js.Exports.FreePropertyEnum.Call(Js.Context, table, count);
        return keys;
    }

    /// <summary>What a Map or Set iterator has still to give, without moving it: [entries, isKeyValue].</summary>
    private JsValue IteratorEntries(in NativeCall call)
    {
        // JSMapIteratorData {obj 0, kind 8, cur_record 12}, JSMapState {is_weak 0, records 4},
        // JSMapRecord {ref_count 0, empty 4, map 8, link 12, hash_link 20, padding, key 32, value 40}.
        const uint Kind = 8, Current = 12, Records = 4, Empty = 4, Link = 12, Next = 4, Key = 32, Value = 40;
        const uint KeysOnly = 0, ValuesOnly = 1;
        var entries = Js.NewArray();
        var data = Js.ReadUInt32(call[0].Pointer + JsLayout.ObjectData);
        var collection = new JsValue(Js.ReadUInt64(data));
        var kind = Js.ReadUInt32(data + Kind);
        var isPairs = kind > ValuesOnly;
        if (collection.IsObject)
        {
            var isSet = Js.ClassOf(collection) == JsClass.Set;
            var head = Js.ReadUInt32(collection.Pointer + JsLayout.ObjectData) + Records;
            var current = Js.ReadUInt32(data + Current);
            var length = 0u;
            for (var link = Js.ReadUInt32((current == 0 ? head : current + Link) + Next); link != head; link = Js.ReadUInt32(link + Next))
            {
                var record = link - Link;
                if (Js.Slice(record + Empty, 1)[0] != 0)
                {
                    continue;
                }

                var key = new JsValue(Js.ReadUInt64(record + Key));
                if (isPairs || isSet || kind == KeysOnly)
                {
                    Js.Set(entries, length++, Js.Dup(key));
                }

                if (isPairs || (!isSet && kind == ValuesOnly))
                {
                    Js.Set(entries, length++, Js.Dup(isSet ? key : new JsValue(Js.ReadUInt64(record + Value))));
                }
            }
        }

        return Js.NewArray([entries, isPairs]);
    }

    private JsValue GuessHandleType(in NativeCall call)
    {
        if (Host.Process.Files.Get(call.Int(0), out var descriptor) != Errno.Success)
        {
            return (int)HandleType.Invalid;
        }

        var file = descriptor!.File;
        return (int)(file.Type switch
        {
            _ when file.IsTerminal => HandleType.Tty,
            FileType.RegularFile or FileType.CharacterDevice => HandleType.File,
            FileType.Pipe => HandleType.Pipe,
            FileType.SocketStream => HandleType.Tcp,
            _ => HandleType.Unknown,
        });
    }

    private JsValue MarkPromiseAsHandled(in NativeCall call)
    {
        Js.Exports.PromiseMarkAsHandled.Call(Js.Context, (long)call[0].Bits);
        return JsValue.Undefined;
    }

    /// <summary>parseEnv(text): an object of the variables of a .env file.</summary>
    private JsValue ParseEnv(in NativeCall call)
    {
        var variables = Js.NewObject();
        foreach (var (key, value) in DotEnv.Parse(call.Text(0)))
        {
            Js.Set(variables, key, Js.NewString(value));
        }

        return variables;
    }
}
