// A vector entry that a self-test enters on purpose: the dispatcher records its number and returns, whatever the vector.

using RustKernel.Arm64;

namespace RustKernel.Exceptions;

/// <summary>One armed visit. Usage: <see cref="Arm"/>, <see cref="Faults.EnterVector"/>, read <see cref="Seen"/>.</summary>
public static class ExpectedVector
{
    /// <summary>The value of <see cref="Seen"/> when no vector was entered.</summary>
    public const ulong None = ulong.MaxValue;

    private static bool s_armed;

    /// <summary>The vector that was entered, or <see cref="None"/>.</summary>
    public static ulong Seen { get; private set; } = None;

    /// <summary>Expects the next visit.</summary>
    public static void Arm()
    {
        s_armed = true;
        Seen = None;
    }

    /// <summary>Stops expecting.</summary>
    public static void Disarm() => s_armed = false;

    /// <summary>Called for each exception: true when a visit was expected; it then returns to where it came from.</summary>
    public static bool TryTake(in ExceptionFrame frame)
    {
        if (!s_armed)
        {
            return false;
        }

        s_armed = false;
        Seen = frame.Vector;
        return true;
    }
}
