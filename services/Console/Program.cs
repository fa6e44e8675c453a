// Where Console starts: the device, then the line.

using System.Runtime;
using RustKernel.Services.Devices;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Console;

internal static class Program
{
    private const ulong RingBytes = 5 * 4096;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = ClaimedDevice.Claim(0, out ClaimedDevice? device);
        MappedMemory? ring = null;
        if (error == ErrorCode.None)
        {
            error = MappedMemory.Create(RingBytes, out ring);
        }

        if (device is null || ring is null)
        {
            return (ulong)error;
        }

        UartLine? line = LineOf(device);
        if (line is null)
        {
            System.Console.WriteLine("console: no driver for " + device.Name + ", which drives= of console.service names");
            return (ulong)ErrorCode.NotSupported;
        }

        ConsoleService console = new(line, new OutputRing(ring));
        error = console.Begin();
        return error == ErrorCode.None ? console.Run() : (ulong)error;
    }

    private static UartLine? LineOf(ClaimedDevice device) => device.Name switch
    {
        "arm,pl011" => new Pl011Line(device),
        "brcm,bcm2835-aux-uart" => new MiniUartLine(device),
        _ => null,
    };
}
