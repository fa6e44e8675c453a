// Has the kernel's name, so that its search for the console compiles here unchanged: no Raspberry Pi's pins.

using RustKernel.DeviceTree;

namespace RustKernel.Boot;

/// <summary>The pins stay as firmware left them.</summary>
internal static class BcmPins
{
    public static bool Connect(in DeviceTreeBlob tree, DeviceTreeNode device, ref EarlyMapping mapping) => false;
}
