// A sign of life, which no one waits for here.

namespace RustKernel.Services;

internal static class Pulse
{
    internal static void Beat()
    {
    }
}
