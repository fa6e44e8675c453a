// Where a program of our own kind maps memory objects. Real .NET does this differently (services/NativeLinux).

using System.Threading;
using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <content>Addresses that are never reused.</content>
public sealed unsafe partial class MappedMemory
{
    // The runtime's heap lies below. An unmapped page follows each mapping.
    private const ulong FirstAddress = 0x20_0000_0000;
    private const ulong PageBytes = 4096;
    private static ulong s_next = FirstAddress;

    private static ErrorCode Show(Handle<Memory> handle, ulong bytes, Rights rights, out ulong address)
    {
        // No two threads that map at the same time get the same address.
        address = Interlocked.Add(ref s_next, bytes + PageBytes) - bytes - PageBytes;
        return Kernel.MemoryMap(Handle<Process>.None, handle, 0, address, bytes, rights);
    }

    private static void Hide(ulong address, ulong bytes) => _ = Kernel.MemoryUnmap(default, address, bytes);
}
