// What drives= of a manifest says of devices that the device tree describes.

using System;
using RustKernel.DeviceTree;
using RustKernel.Services.Text;

namespace RustKernel.Services.DeviceManager;

/// <summary>Compatible strings, and one word for every UART: their names stand in the kernel alone.</summary>
internal static class DriverNames
{
    /// <summary>Any UART that the kernel drives.</summary>
    internal const string AnyUart = "uart";

    /// <summary>
    /// The compatible string for which <paramref name="wanted"/>, a word of <c>drives=</c>, means the device with
    /// <paramref name="compatible"/>; empty: it does not.
    /// </summary>
    internal static ReadOnlySpan<byte> Find(DeviceTreeProperty compatible, string wanted)
    {
        bool isAnyUart = wanted == AnyUart;
        foreach (ReadOnlySpan<byte> name in compatible.Strings)
        {
            if (isAnyUart ? DeviceNames.IsUart(name) : MessageText.IsText(name, wanted))
            {
                return name;
            }
        }

        return default;
    }
}
