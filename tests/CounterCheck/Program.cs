// Asks the service through its port, like any client, and writes the answer.

using System;
using System.Runtime;
using RustKernel.Services.Counter;
using RustKernel.Services.Programs;
using RustKernel.User;

namespace RustKernel.Services.CounterCheck;

internal static class Program
{
    private const ulong PatienceMilliseconds = 5000;

    [RuntimeExport("program_main")]
    private static ulong Start(ref StartBlock block) => ConsoleProgram.Run(Main);

    private static int Main(string[] arguments)
    {
        CounterClient client = new(InitClient.PortOf("counter")) { TimeoutTicks = Own.Ticks(PatienceMilliseconds) };
        Console.WriteLine($"nothing yet: {client.Get("apples").Error}");
        Console.WriteLine($"20 and 22: {client.Add("apples", 20).Value}, {client.Add("apples", 22).Value}");
        Console.WriteLine($"is kept: {client.Get("apples").Value}");
        return 0;
    }
}
