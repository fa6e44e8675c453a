// A suite of on-target tests: names and bodies by index. No delegates: there is no allocator for them.

using System;

namespace RustKernel.SelfTests;

/// <summary>Tests that run in the kernel. Implementations are preinitialised singletons without state of their own.</summary>
public abstract class TestSuite
{
    /// <summary>The suite's name, <c>[a-z0-9_.-]+</c>.</summary>
    public abstract ReadOnlySpan<byte> Name { get; }

    /// <summary>How many tests it has, at least 1.</summary>
    public abstract int Count { get; }

    /// <summary>The name of test <paramref name="index"/> (0 to Count - 1), <c>[a-z0-9_.-]+</c>.</summary>
    public abstract ReadOnlySpan<byte> TestName(int index);

    /// <summary>Runs test <paramref name="index"/>, which reports to <paramref name="context"/>.</summary>
    public abstract void Run(int index, ref TestContext context);
}
