// Where real .NET maps memory objects: at addresses that mmap gives out and the personality keeps.

using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <content>Addresses from the personality.</content>
public sealed unsafe partial class MappedMemory
{
    private static ErrorCode Show(Handle<Memory> handle, ulong bytes, Rights rights, out ulong address) =>
        Kernel.MapMemory(handle, bytes, rights, out address);

    private static void Hide(ulong address, ulong bytes) => Kernel.UnmapMemory(address, bytes);
}
