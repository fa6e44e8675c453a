// The kernel's own name, so that its search for the console compiles here unchanged: what its search asks of it.

namespace RustKernel.Arm64;

/// <summary>No image was loaded.</summary>
internal readonly struct BootInformation
{
    public ulong ImagePhysicalBase => 0x4000_0000;
}
