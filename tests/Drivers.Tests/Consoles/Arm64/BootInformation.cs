// Has the kernel's name, so that its search for the console compiles here unchanged: the members that the search uses.

namespace RustKernel.Arm64;

/// <summary>No image was loaded.</summary>
internal readonly struct BootInformation
{
    public ulong ImagePhysicalBase => 0x4000_0000;
}
