// What the fast path would know; nothing on the host looks at it.

using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

public struct FastPathState
{
    public const int ReasonCount = 33;

    private static FastPathState s_current;

    public ulong ThreadHeaders;
    public ulong Ports;
    public ulong Processes;
    public ulong ThreadLimit;
    public uint Chores;
    public Refusals Counts;

    public static ref FastPathState Current => ref s_current;

    [InlineArray(ReasonCount)]
    public struct Refusals
    {
        private uint _first;
    }
}
