// Where DeviceManager starts.

using System.Runtime;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.DeviceManager;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = InitClient.Tree(out Handle<Memory> memory, out ulong offset);
        MappedMemory? tree = null;
        Vault? vault = null;
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Open(memory, isWritable: false, out tree);
        }

        if (error == ErrorCode.None)
        {
            error = Vault.Open(out vault);
        }

        return tree is null || vault is null ? (ulong)error : new DeviceService(tree, (int)offset, vault).Run();
    }
}
