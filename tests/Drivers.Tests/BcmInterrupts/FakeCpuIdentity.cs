using System;

namespace RustKernel.Drivers.Tests.BcmInterrupts;

/// <summary>Which core a test pretends to run on; static, like a system register.</summary>
public struct FakeCpuIdentity : ICpuIdentity
{
    [ThreadStatic]
    private static uint s_core;

    public static uint Core
    {
        get => s_core;
        set => s_core = value;
    }

    public readonly ulong ReadMPIDR_EL1() => 0x8000_0000 | s_core;
}
