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

    /// <summary>How often writes were ordered before an interrupt.</summary>
    internal static int Orderings { get; private set; }

    internal static void BeforeInterrupt() => Orderings++;

    internal static void OrderReads()
    {
    }

    internal static void Clear(ref uint word)
    {
        word = 0;
        Cleared?.Invoke();
    }

    /// <summary>Another CPU's action right after a word was cleared.</summary>
    internal static System.Action? Cleared { get; set; }
}
