// Handles with three generation bits: in the model they run out all the time.

namespace RustKernel.Objects;

public static class HandleLayout
{
    public const int IndexBits = 12;

    public const uint LastGeneration = 7;
}
