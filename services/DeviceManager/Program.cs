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
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Open(memory, isWritable: false, out MappedMemory? tree);
            if (tree is not null)
            {
                return new DeviceService(tree, (int)offset).Run();
            }
        }

        return (ulong)error;
    }
}
