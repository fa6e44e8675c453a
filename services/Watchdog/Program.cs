// Where Watchdog starts.

using System.Runtime;
using RustKernel.Services.Devices;
using RustKernel.User;

namespace RustKernel.Services.Watchdog;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = ClaimedDevice.Claim(0, out ClaimedDevice? device);
        return device is null ? (ulong)error : new WatchdogService(device).Run();
    }
}
