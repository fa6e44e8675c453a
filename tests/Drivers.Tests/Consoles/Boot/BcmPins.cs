// The kernel's own name, so that its search for the console compiles here unchanged: the pins of no Raspberry Pi.

using RustKernel.DeviceTree;

namespace RustKernel.Boot;

/// <summary>Pins are as firmware left them.</summary>
internal static class BcmPins
{
    public static bool Connect(in DeviceTreeBlob tree, DeviceTreeNode device, ref EarlyMapping mapping) => false;
}
