// Messages and timers are the target's.

namespace RustKernel.RuntimeTest;

internal static class LoopCases
{
    internal static void Messages() => Checks.That(true);
}
