using System;
using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Power;

/// <summary>Records the waits. Each test thread has its own.</summary>
public struct FakePause : IPause
{
    [ThreadStatic]
    private static List<uint>? s_waits;

    public static List<uint> Waits => s_waits ??= [];

    public readonly void Milliseconds(uint count) => Waits.Add(count);
}
