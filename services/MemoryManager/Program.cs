// Where MemoryManager starts, with what its predecessor gave out.

using System.Runtime;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.MemoryManager;

internal static class Program
{
    private const ulong PageBytes = 4096;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = Vault.Open(out Vault? vault);
        MappedMemory? page = null;
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Create(PageBytes, out page);
        }

        return vault is null || page is null ? (ulong)error : new MemoryService(vault, page).Run();
    }
}
