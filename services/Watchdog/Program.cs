// Where Watchdog starts.

using System.Runtime;
using RustKernel.User;

namespace RustKernel.Services.Watchdogs;

internal static class Program
{
    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        ErrorCode error = ErrorCode.InvalidState;
        ClaimedDevice? device = null;
        for (int i = 0; i < 3 && error == ErrorCode.InvalidState; i++)
        {
            error = ClaimedDevice.Claim(new Connection("devices"), 0, out device);
        }

        return device is null ? (ulong)error : new WatchdogService(device).Run();
    }
}
