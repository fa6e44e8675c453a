// The start of the service http.

using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Web;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        WebService web = new();
        web.Begin();
        return web.Run();
    }
}
