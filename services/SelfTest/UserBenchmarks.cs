// The benchmarks that run at EL0: numbers and names, for the kernel, which reports them, and for the program that contains them.

using System;

namespace RustKernel.User.SelfTest;

/// <summary>Benchmarks by number.</summary>
internal static class UserBenchmarks
{
    /// <summary>Marks the suite in a program's first argument.</summary>
    internal const int Suite = 0x100;

    /// <summary>Set in the exit code if the rest is a result.</summary>
    internal const ulong Measured = 1ul << 62;

    internal const int Count = 21;
    internal const int FirstInstruction = 0;
    internal const int Null = 1;
    internal const int CallReply = 2;
    internal const int CallReplyWords = 3;
    internal const int SendReceive = 4;
    internal const int Yield = 5;
    internal const int Fault = 6;
    internal const int MapPage = 7;
    internal const int UnmapPage = 8;
    internal const int InterruptToThread = 9;
    internal const int CallReplyDeadline = 10;
    internal const int InterruptToDriver = 11;

    /// <summary>From here on: through generated interfaces, in program <c>runtimetest</c> (its Service numbers begin here).</summary>
    internal const int ServiceCall = 12;
    internal const int ServiceCallWords = 13;
    internal const int ServiceCallText = 14;

    internal const int MapRun = 15;
    internal const int UnmapRun = 16;
    internal const int Tick = 17;

    /// <summary>A client and a server on each CPU, counted from outside (<c>rk bench --pairs</c>); not part of <c>bench=all</c>.</summary>
    internal const int Pairs = 18;

    /// <summary>
    /// A collection with <c>objects:N</c> live objects and as many dead ones (program <c>runtimetest</c>); not part of <c>bench=all</c>.
    /// </summary>
    internal const int Collection = 19;

    /// <summary>A call of foreign code: to the smallest personality and back.</summary>
    internal const int Foreign = 20;

    /// <summary>The name after <c>bench=</c>, and after <c>bench.</c> in its metric.</summary>
    internal static ReadOnlySpan<byte> Name(int number) => number switch
    {
        FirstInstruction => "boot.first_user_instruction"u8,
        Null => "syscall.null"u8,
        CallReply => "ipc.call_reply.0w"u8,
        CallReplyWords => "ipc.call_reply.8w"u8,
        SendReceive => "ipc.async_send_receive"u8,
        Yield => "sched.yield"u8,
        Fault => "fault.round_trip"u8,
        MapPage => "mem.map_page"u8,
        UnmapPage => "mem.unmap_page"u8,
        CallReplyDeadline => "ipc.call_reply.deadline"u8,
        InterruptToDriver => "irq.to_driver"u8,
        ServiceCall => "service.call.0w"u8,
        ServiceCallWords => "service.call.8w"u8,
        ServiceCallText => "service.call.text32"u8,
        MapRun => "mem.map_64_pages"u8,
        UnmapRun => "mem.unmap_64_pages"u8,
        Tick => "tick.user"u8,
        Pairs => "ipc.pairs"u8,
        Collection => "runtime.collection"u8,
        Foreign => "foreign.round_trip"u8,
        _ => "irq.to_user_thread"u8,
    };

    /// <summary>The metric's name.</summary>
    internal static ReadOnlySpan<byte> Metric(int number) => number switch
    {
        FirstInstruction => "bench.boot.first_user_instruction"u8,
        Null => "bench.syscall.null"u8,
        CallReply => "bench.ipc.call_reply.0w"u8,
        CallReplyWords => "bench.ipc.call_reply.8w"u8,
        SendReceive => "bench.ipc.async_send_receive"u8,
        Yield => "bench.sched.yield"u8,
        Fault => "bench.fault.round_trip"u8,
        MapPage => "bench.mem.map_page"u8,
        UnmapPage => "bench.mem.unmap_page"u8,
        CallReplyDeadline => "bench.ipc.call_reply.deadline"u8,
        InterruptToDriver => "bench.irq.to_driver"u8,
        ServiceCall => "bench.service.call.0w"u8,
        ServiceCallWords => "bench.service.call.8w"u8,
        ServiceCallText => "bench.service.call.text32"u8,
        MapRun => "bench.mem.map_64_pages"u8,
        UnmapRun => "bench.mem.unmap_64_pages"u8,
        Tick => "bench.tick.user"u8,
        Pairs => "bench.ipc.pairs"u8,
        Collection => "bench.runtime.collection"u8,
        Foreign => "bench.foreign.round_trip"u8,
        _ => "bench.irq.to_user_thread"u8,
    };
}
