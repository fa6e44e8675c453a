// Where Shell starts.

using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Shell;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        Shell shell = new();
        shell.Begin();
        return shell.Run();
    }
}
