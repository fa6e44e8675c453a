// The few system calls below the client and the service of files: objects are numbers, memory is an array.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.User;

/// <summary>Handles of one table; a duplicated or mapped handle names the same object.</summary>
internal static class Kernel
{
    private static readonly Dictionary<ulong, object> s_objects = [];
    private static ulong s_last;

    /// <summary>The number of handles.</summary>
    internal static int Handles => s_objects.Count;

    internal static ulong Make(object one)
    {
        s_objects[++s_last] = one;
        return s_last;
    }

    internal static object? Find(ulong handle) => s_objects.GetValueOrDefault(handle);

    internal static void Close(ulong handle) => s_objects.Remove(handle);

    /// <summary>Ends the process that had made memory.</summary>
    internal static void CloseMemory()
    {
        foreach (ulong handle in s_objects.Where(static pair => pair.Value is byte[]).Select(static pair => pair.Key).ToArray())
        {
            Close(handle);
        }
    }

    internal static ErrorCode PortCreate(int capacity, out Handle<Port> port)
    {
        port = new(Make(capacity));
        return ErrorCode.None;
    }

    internal static ErrorCode TimerCreate(Handle<Port> port, Badge badge, out Handle<Timer> timer)
    {
        timer = new(Make(badge));
        return ErrorCode.None;
    }

    internal static ErrorCode TimerSet(Handle<Timer> timer, Deadline at, ulong periodTicks) =>
        Find(timer.Value) is null || periodTicks == 0 ? ErrorCode.NotOwned : ErrorCode.None;

    internal static ErrorCode HandleDuplicate<T>(Handle<T> handle, Rights rights, out Handle<T> copy)
        where T : struct, IKernelObject
    {
        object? one = rights == Rights.None ? null : Find(handle.Value);
        copy = one is null ? default : new(Make(one));
        return one is null ? ErrorCode.NotOwned : ErrorCode.None;
    }

    internal static ErrorCode HandleInfo<T>(Handle<T> handle, out HandleInfoResults results)
        where T : struct, IKernelObject
    {
        results = new HandleInfoResults { Receivers = 1 };
        return Find(handle.Value) is null ? ErrorCode.NotOwned : ErrorCode.None;
    }

    internal static ErrorCode MemoryWrite(Handle<Memory> memory, ulong at, ulong value) =>
        Find(memory.Value) is byte[] bytes && at < (ulong)bytes.Length && value == 0 ? ErrorCode.None : ErrorCode.NotOwned;
}
