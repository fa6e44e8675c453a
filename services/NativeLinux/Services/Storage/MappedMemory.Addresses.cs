// Where real .NET maps memory objects: at the addresses that mmap gives out, which the personality keeps.

using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <content>Addresses of the personality's.</content>
public sealed unsafe partial class MappedMemory
{
    private static ErrorCode Show(Handle<Memory> handle, ulong bytes, Rights rights, out ulong address) =>
        Kernel.MapMemory(handle, bytes, rights, out address);

    private static void Hide(ulong address, ulong bytes) => Kernel.UnmapMemory(address, bytes);
}
