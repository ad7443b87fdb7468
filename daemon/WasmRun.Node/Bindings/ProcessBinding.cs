using System.Buffers.Binary;
using WasmRun.Kernel;
using WasmRun.Kernel.Processes;
using WasmRun.Kernel.Vfs;
using WasmRun.Node.Quickjs;

namespace WasmRun.Node.Bindings;

/// <summary>internalBinding('process_methods'). (src/node_process_methods.cc)</summary>
internal sealed class ProcessBinding(NodeHost host) : Binding(host)
{
    public override string Name => "process_methods";

    private Process Process => Host.Process;

    public override void Register(NativeRegistrar natives)
    {
        natives.Add("hrtime", HighResolutionTime);
        natives.Add("hrtimeBigInt", HighResolutionTimeBigInt);
        natives.Add("uptime", Uptime);
        natives.Add("cwd", (in NativeCall call) => Js.NewString(Process.WorkingDirectory));
        natives.Add("chdir", ChangeDirectory);
        natives.Add("umask", Umask);
        natives.Add("_kill", Kill);
        natives.Add("memoryUsage", MemoryUsage);
        natives.Add("rss", (in NativeCall call) => (double)Js.Guest.MemoryLength);
        natives.Add("constrainedMemory", (in NativeCall call) => (double)Process.Limits.MemoryBytes);
        natives.Add("availableMemory", (in NativeCall call) => (double)(Process.Limits.MemoryBytes - Js.Guest.MemoryLength));
        natives.Add("cpuUsage", CpuUsage);
        natives.Add("threadCpuUsage", CpuUsage);
        natives.Add("resourceUsage", ResourceUsage);
        natives.Add("heap", (in NativeCall call) => Js.NewArray([(double)Js.HeapBytes(), (double)Js.Guest.MemoryLength]));
    }

    /// <summary>Seconds in two halves and nanoseconds, as three 32-bit numbers.</summary>
    private JsValue HighResolutionTime(in NativeCall call)
    {
        const long NanosecondsPerSecond = 1_000_000_000;
        var now = Process.Machine.Clock.MonotonicNanoseconds;
        var fields = call.Bytes(0);
        BinaryPrimitives.WriteUInt32LittleEndian(fields, (uint)(now / NanosecondsPerSecond >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(fields[4..], (uint)(now / NanosecondsPerSecond));
        BinaryPrimitives.WriteUInt32LittleEndian(fields[8..], (uint)(now % NanosecondsPerSecond));
        return JsValue.Undefined;
    }

    private JsValue HighResolutionTimeBigInt(in NativeCall call)
    {
        BinaryPrimitives.WriteInt64LittleEndian(call.Bytes(0), Process.Machine.Clock.MonotonicNanoseconds);
        return JsValue.Undefined;
    }

    private JsValue Uptime(in NativeCall call) => (Process.Machine.Clock.MonotonicNanoseconds - Host.Loop.Start) / 1e9;

    private JsValue ChangeDirectory(in NativeCall call)
    {
        var path = call.Text(0);
        var errno = Host.Paths.Find(Host.Absolute(path), followLast: true, out var inode);
        if (errno == Errno.Success && inode is not DirectoryInode)
        {
            errno = Errno.NotDirectory;
        }

        if (errno != Errno.Success)
        {
            return UvError.Throw(Host, errno, "chdir", Process.WorkingDirectory, path);
        }

        Process.WorkingDirectory = AbsolutePath.Normalize(Host.Absolute(path));
        return JsValue.Undefined;
    }

    /// <summary>umask(mask): the previous one. It is applied where files are made.</summary>
    private JsValue Umask(in NativeCall call)
    {
        var previous = Host.FileModeMask;
        if (!call[0].IsUndefined)
        {
            Host.FileModeMask = (uint)call.Int(0) & 0x1FF;
        }

        return previous;
    }

    /// <summary>_kill(pid, signal): 0 or a negative errno.</summary>
    private JsValue Kill(in NativeCall call)
    {
        var target = call.Int(0) is 0 ? Process : Process.Machine.Processes.Find(call.Int(0));
        if (target is null)
        {
            return UvError.Number(Errno.NoProcess);
        }

        return call.Int(1) == 0 ? 0 : UvError.Number(target.Send((Signal)call.Int(1)));
    }

    /// <summary>rss, heapTotal, heapUsed, external, arrayBuffers in bytes.</summary>
    private JsValue MemoryUsage(in NativeCall call)
    {
        Span<double> usage = [Js.Guest.MemoryLength, Js.Guest.MemoryLength, Js.HeapBytes(), 0, 0];
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(usage).CopyTo(call.Bytes(0));
        return JsValue.Undefined;
    }

    /// <summary>User and system time in microseconds.</summary>
    private JsValue CpuUsage(in NativeCall call)
    {
        Span<double> usage = [Process.CpuNanoseconds / 1000, 0];
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(usage).CopyTo(call.Bytes(0));
        return JsValue.Undefined;
    }

    private JsValue ResourceUsage(in NativeCall call)
    {
        var usage = call.Bytes(0);
        usage.Clear();
        BinaryPrimitives.WriteDoubleLittleEndian(usage, Process.CpuNanoseconds / 1000);
        BinaryPrimitives.WriteDoubleLittleEndian(usage[16..], Js.Guest.MemoryLength / 1024);
        return JsValue.Undefined;
    }
}
