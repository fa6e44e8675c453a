// Messages and timers exist only on the target.

namespace RustKernel.RuntimeTest;

internal static class LoopCases
{
    internal static void Messages() => Checks.That(true);
}
