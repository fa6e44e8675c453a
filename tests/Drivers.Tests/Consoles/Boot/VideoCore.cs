// Has the kernel's name, so that its search for the console compiles here unchanged: no VideoCore.

using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Drivers.BcmMailbox;

namespace RustKernel.Boot;

/// <summary>There is none.</summary>
internal static class VideoCore
{
    public static Result<uint> ClockHz(in DeviceTreeBlob tree, in BootInformation boot, BcmClock clock, ref EarlyMapping mapping)
        => ErrorCode.NotFound;
}
