// Asks the driver through its port, like any client, and writes the answer.

using System;
using System.Runtime;
using RustKernel.Services.FwCfg;
using RustKernel.Services.Programs;
using RustKernel.User;

namespace RustKernel.Services.FwCfgCheck;

internal static class Program
{
    private const ulong PatienceMilliseconds = 5000;

    [RuntimeExport("program_main")]
    private static ulong Start(ref StartBlock block) => ConsoleProgram.Run(Main);

    private static int Main(string[] arguments)
    {
        FwCfgClient client = new(InitClient.PortOf("fwcfg")) { TimeoutTicks = Own.Ticks(PatienceMilliseconds) };
        Result<uint> signature = client.Signature();
        Console.WriteLine(signature.IsOk ? $"signature 0x{signature.Value:x8}" : $"signature: {signature.Error}");
        Console.WriteLine($"no such file: {client.SizeOf("nobody/has/this").Error}");
        Console.WriteLine($"a file: {client.SizeOf("etc/smbios/smbios-anchor").Value}");
        return 0;
    }
}
