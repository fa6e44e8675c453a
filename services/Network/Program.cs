// The start of the service net.

using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Network;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block) => new NetworkService().Run();
}
