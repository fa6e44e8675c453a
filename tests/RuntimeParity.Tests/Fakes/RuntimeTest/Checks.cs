// The checks of the runtime's cases, under .NET: a failure is an assertion.

using Xunit;

namespace RustKernel.RuntimeTest;

internal static class Checks
{
    internal static void That(bool condition) => Assert.True(condition);

    internal static void Equal<T>(T expected, T actual) => Assert.Equal(expected, actual);

    internal static void AtMost(long limit, long actual) => Assert.True(actual <= limit, $"at most {limit}, was {actual}");
}
