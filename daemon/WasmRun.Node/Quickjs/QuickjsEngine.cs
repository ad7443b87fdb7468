using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using WasmRun.Engine;
using WasmRun.Engine.Native;
using WasmRun.Kernel.Scheduling;

namespace WasmRun.Node.Quickjs;

/// <summary>
/// quickjs.wasm in one process: values, strings, calls. Everything runs on the guest's thread. Methods that return a
/// <see cref="JsValue"/> return an owned one unless they say otherwise; a guest that has ended unwinds as
/// <see cref="GuestEndedException"/>.
/// </summary>
internal sealed unsafe partial class QuickjsEngine
{
    /// <summary>JavaScript's own stack inside linear memory. The engine's default of 1 MB ends recursion after some 2,000 frames.</summary>
    private const uint StackBytes = 4 << 20;

    /// <summary>What of it recursion may use before a RangeError; the rest is for C code between two checks.</summary>
    private const uint StackLimitBytes = StackBytes - (256 << 10);

    private const uint ScratchBytes = 64 << 10;

    /// <summary>Host functions in the function table.</summary>
    private const int Callbacks = 4;

    private readonly GuestInstance _guest;
    private readonly QuickjsExports _exports;
    private readonly uint _context;
    private readonly uint _runtime;
    private readonly uint _anchor;
    private readonly uint _scratch;
    private readonly int _dispatch;

    /// <param name="guest">A fresh instance of quickjs.wasm or of an image baked from it.</param>
    /// <param name="natives">The host functions.</param>
    /// <param name="clock">Where JavaScript reads time.</param>
    /// <param name="isImage">True for an image: its heap holds a started engine.</param>
    public QuickjsEngine(GuestInstance guest, NativeTable natives, IClock clock, bool isImage)
    {
        Clock = clock;
        _guest = guest;
        _exports = new QuickjsExports(guest);
        Natives = natives;
        guest.State = this;
        if (!isImage)
        {
            Initialize();
        }

        // A callback is a place in the function table. An image holds the places, empty: each lands where it was.
        var table = guest.GetTable("__indirect_function_table");
        var first = isImage ? table.Size - Callbacks : table.Grow(Callbacks);
        table.Set(_dispatch = first, "native", FunctionType.Parse("i32 i64 i32 i32 i32 -> i64"), &OnNativeCall);
        table.Set(first + 1, "rejection", FunctionType.Parse("i32 i64 i64 i32 i32 ->"), &OnRejection);
        table.Set(_promiseHook = first + 2, "promise", FunctionType.Parse("i32 i32 i64 i64 i32 ->"), &OnPromise);
        table.Set(_syntheticInit = first + 3, "synthetic", FunctionType.Parse("i32 i32 -> i32"), &OnSyntheticModule);
        _context = _exports.Get("qjs_get_context_ptr").Call().U32;
        _runtime = _exports.Get("qjs_get_runtime_ptr").Call().U32;
        if (isImage)
        {
            _anchor = _exports.Get("JS_GetContextOpaque").Call(_context).U32;
            _scratch = ReadUInt32(_anchor + AnchorScratch);
            return;
        }

        _anchor = Malloc(AnchorBytes);
        _guest.TrySlice(_anchor, AnchorBytes, out var anchor);
        anchor.Clear();
        _scratch = Malloc(ScratchBytes);
        WriteUInt32(_anchor + AnchorScratch, _scratch);
        _exports.Get("JS_SetContextOpaque").Call(_context, _anchor);
        _exports.Get("JS_SetHostPromiseRejectionTracker").Call(_runtime, first + 1, 0);
        _exports.Get("qjs_set_module_loader").Call(1);
    }

    /// <summary>The engine of the guest that a host function was called by.</summary>
    public static QuickjsEngine Of(GuestInstance guest) => Unsafe.As<QuickjsEngine>(guest.State!);

    public NativeTable Natives { get; }

    public IClock Clock { get; }

    /// <summary>What Date's local time is.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    public GuestInstance Guest => _guest;

    public uint Context => _context;

    public uint Runtime => _runtime;

    internal QuickjsExports Exports => _exports;

    /// <summary>Settled without a handler (or handled after all): type 0 or 1 as in the engine's tracker.</summary>
    public RejectionHandler? Rejected { get; set; }

    /// <summary>
    /// Gives Math.random a new seed. The engine keeps the state of its xorshift64* generator in the context; where, was
    /// found out while the image was baked.
    /// </summary>
    public void Reseed()
    {
        Span<byte> seed = stackalloc byte[8];
        System.Security.Cryptography.RandomNumberGenerator.Fill(seed);
        seed[0] |= 1; // the state must not be 0
        seed.CopyTo(Slice(_context + ReadUInt32(_anchor + AnchorRandom), 8));
    }

    /// <summary>A value that an image keeps for the process started from it; owned by the image.</summary>
    public JsValue Root
    {
        get => new(ReadUInt64(_anchor + AnchorRoot));
        set => WriteUInt64(_anchor + AnchorRoot, value.Bits);
    }

    public uint ReadUInt32(uint address) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(address, 4));

    public ulong ReadUInt64(uint address) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(address, 8));

    public void WriteUInt32(uint address, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Slice(address, 4), value);

    public void WriteUInt64(uint address, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Slice(address, 8), value);

    /// <summary>Guest memory. An address outside it means that the engine's heap is corrupt, which ends the guest.</summary>
    public Span<byte> Slice(uint address, uint length) => _guest.TrySlice(address, length, out var bytes)
        ? bytes
        : throw new InvalidOperationException($"quickjs: {length} bytes at {address:x} are outside the memory");

    /// <exception cref="InvalidOperationException">The guest's memory is used up.</exception>
    public uint Malloc(uint bytes) => _exports.Malloc.Call(bytes).U32 is var address and not 0
        ? address
        : throw new InvalidOperationException($"quickjs: no memory for {bytes} bytes");

    public void Free(uint address) => _exports.MallocFree.Call(address);

    /// <summary>One more owner.</summary>
    public JsValue Dup(JsValue value)
    {
        if (value.IsCounted)
        {
            var count = Slice(unchecked(value.Pointer + (uint)JsLayout.RefCount), 4);
            BinaryPrimitives.WriteInt32LittleEndian(count, BinaryPrimitives.ReadInt32LittleEndian(count) + 1);
        }

        return value;
    }

    /// <summary>One owner less.</summary>
    public void Free(JsValue value)
    {
        if (!value.IsCounted)
        {
            return;
        }

        var count = Slice(unchecked(value.Pointer + (uint)JsLayout.RefCount), 4);
        var owners = BinaryPrimitives.ReadInt32LittleEndian(count);
        if (owners > 1)
        {
            BinaryPrimitives.WriteInt32LittleEndian(count, owners - 1);
        }
        else
        {
            _exports.FreeValue.Call(_context, (long)value.Bits);
        }
    }

    /// <summary>Bytes that the engine's allocator has in use.</summary>
    public long HeapBytes()
    {
        _exports.ComputeMemoryUsage.Call(_runtime, _scratch);
        return (long)ReadUInt64(_scratch);
    }

    public void CollectGarbage() => _exports.RunGc.Call(_runtime);

    /// <summary>The cycle collector runs when the heap has grown to this size.</summary>
    public void SetCollectionThreshold(uint bytes) => _exports.SetGcThreshold.Call(_runtime, bytes);

    private const uint AnchorScratch = 0;
    private const uint AnchorImportJob = 4;
    private const uint AnchorRoot = 8;
    private const uint AnchorRandom = 16;
    private const uint AnchorBytes = 24;

    private void Initialize()
    {
        _exports.Get("_initialize").Call();
        var stack = _exports.Malloc.Call(StackBytes).U32;
        _guest.GetGlobal("__stack_pointer").Value = (stack + StackBytes) & ~15u;
        if (_exports.Get("qjs_init").Call().I32 != 0)
        {
            throw new InvalidOperationException("qjs_init failed");
        }

        _exports.Get("qjs_set_max_stack_size").Call(StackLimitBytes);
    }

    /// <summary>Where in the context Math.random keeps its state, for images made from this engine.</summary>
    internal uint RandomState
    {
        set => WriteUInt32(_anchor + AnchorRandom, value);
    }

    private static void OnNativeCall(GuestInstance guest, ValRaw* values)
    {
        var js = Of(guest);
        var call = new NativeCall(js, new JsValue(values[1].U64), values[2].I32, values[3].U32);
        values[0].U64 = js.Natives[values[4].I32](call).Bits;
    }

    private static void OnRejection(GuestInstance guest, ValRaw* values)
    {
        var js = Of(guest);
        js.Rejected?.Invoke(new JsValue(values[1].U64), new JsValue(values[2].U64), values[3].I32 != 0);
    }
}

/// <summary>A promise was rejected with nobody listening, or gets a listener after that. Both values are borrowed.</summary>
internal delegate void RejectionHandler(JsValue promise, JsValue reason, bool isHandled);
