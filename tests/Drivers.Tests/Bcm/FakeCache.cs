using System;

namespace RustKernel.Drivers.Tests.Bcm;

/// <summary>
/// The cache between the CPU and <see cref="FakeVideoCore"/>: the first maintenance finds dirty
/// lines, the next one stale ones.
/// </summary>
public struct FakeCache : IDeviceMemory
{
    [ThreadStatic]
    private static FakeVideoCore? s_other;

    [ThreadStatic]
    private static bool s_handedOver;

    public static void Use(FakeVideoCore other) => (s_other, s_handedOver) = (other, false);

    public readonly void CleanAndInvalidate(ReadOnlySpan<uint> buffer)
    {
        s_other!.CleanAndInvalidate(buffer, dirty: !s_handedOver);
        s_handedOver = !s_handedOver;
    }
}
