namespace RustKernel.Services.Internet.Tcp;

/// <summary>Compares sequence numbers, which count modulo 2^32, if they are less than 2^31 apart. [RFC 9293 3.4]</summary>
internal static class Sequence
{
    public static bool IsBefore(uint a, uint b) => (int)(a - b) < 0;

    public static bool IsAfter(uint a, uint b) => (int)(a - b) > 0;

    public static uint Max(uint a, uint b) => IsBefore(a, b) ? b : a;

    public static uint Min(uint a, uint b) => IsBefore(a, b) ? a : b;
}
