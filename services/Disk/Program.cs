// Where Disk starts: every disk of the machine.

using System.Collections.Generic;
using System.Runtime;
using RustKernel.Services.Devices;
using RustKernel.User;

namespace RustKernel.Services.Disk;

internal static class Program
{
    private const ulong PatienceMilliseconds = 30_000;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        List<Drive> drives = new();
        ErrorCode error = ErrorCode.None;
        for (uint number = 0; error == ErrorCode.None; number++)
        {
            error = ClaimedDevice.Claim(number, out ClaimedDevice? device);
            if (device is not null && Drive.Open(device, Own.Ticks(PatienceMilliseconds)) is Drive drive)
            {
                drives.Add(drive);
            }
        }

        if (error != ErrorCode.NotFound)
        {
            return (ulong)error;
        }

        return drives.Count == 0 ? 0 : new DiskService(drives).Run();
    }
}
