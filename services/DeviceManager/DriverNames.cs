// Matches drives= of a manifest with devices of the device tree.

using System;
using RustKernel.DeviceTree;
using RustKernel.Services.Text;

namespace RustKernel.Services.DeviceManager;

/// <summary>Compatible strings, and one word for every UART: only the kernel lists the names of UARTs.</summary>
internal static class DriverNames
{
    /// <summary>Any UART that the kernel drives.</summary>
    internal const string AnyUart = "uart";

    /// <summary>
    /// The compatible string by which <paramref name="wanted"/>, a word of <c>drives=</c>, means the device with
    /// <paramref name="compatible"/>; empty if it does not.
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
