// One thread, so every order is right.

namespace RustKernel.Arm64;

internal static class Publication
{
    internal static void Store(ref uint word, uint value) => word = value;

    internal static uint Load(ref readonly uint word) => word;

    internal static uint Exchange(ref uint word, uint expected, uint value)
    {
        uint before = word;
        if (before == expected)
        {
            word = value;
        }

        return before;
    }

    internal static void BeforeInterrupt()
    {
    }
}
