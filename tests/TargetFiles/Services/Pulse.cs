// A sign of life, which nobody waits for here.

namespace RustKernel.Services;

internal static class Pulse
{
    internal static void Beat()
    {
    }
}
