// Serves the port that the starter gave. The exit code is the port's error.

using System.Runtime;
using RustKernel.Services;
using RustKernel.User;

namespace RustKernel.Hello;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ServiceLoop loop = new(new Handle(block.Starter));
        loop.Add(new HelloDispatcher(new Hello(loop)));
        return (ulong)loop.Run();
    }
}
